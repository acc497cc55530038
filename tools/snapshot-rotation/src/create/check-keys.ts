import { ExitCode, StrataError } from '@strata/cli-kit';
import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { keyProblem } from '../gateway/key-state';

/** An instance would not come up again once it is stopped. */
export class KeyUnusableError extends StrataError {
  override readonly name = 'KeyUnusableError';

  constructor(instanceId: string, volumeId: string, keyId: string, problem: string) {
    super(
      {
        what: `${instanceId} is not stopped, for it could not be started again: the key of its volume ${volumeId} is ${problem}: ${keyId}`,
        fix: 'See: aws kms describe-key. Enable the key, or use --consistency crash.',
      },
      ExitCode.failed,
    );
  }
}

/**
 * Looks at the keys of all volumes of an instance before it is stopped: it runs on without them, but does not start
 * (https://docs.aws.amazon.com/kms/latest/developerguide/unusable-kms-keys.html).
 *
 * @throws KeyUnusableError, AWS's errors
 */
export async function checkKeys(
  connections: Connections,
  instanceId: string,
  signal?: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  for await (const { id, kmsKeyId } of describeVolumes(connections, { instanceIds: [instanceId] }, signal)) {
    if (kmsKeyId === undefined || seen.has(kmsKeyId)) continue;
    seen.add(kmsKeyId);
    const problem = await keyProblem(connections, kmsKeyId, signal);
    if (problem !== undefined) throw new KeyUnusableError(instanceId, id, kmsKeyId, problem);
  }
}
