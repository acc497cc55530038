import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Policy } from '@strata/event-pattern';
import type { KeyEvidence } from '../diagnose/evidence';
import { known, type Reading } from '../diagnose/reading';
import { abortable } from './abortable';
import { attempted, attemptedAlways, map } from './attempted';
import type { Connections } from './connections';

/** A key by id, ARN or alias, with its policy; undefined when there is none. */
export async function readKey(
  connections: Connections,
  name: string,
  signal?: AbortSignal,
): Promise<Reading<KeyEvidence | undefined>> {
  const kms = connections.client(KMSClient);
  const call = kms.send(new DescribeKeyCommand({ KeyId: name }), abortable(signal));
  const answer = await attempted(connections, 'kms:DescribeKey', name, call, /^NotFoundException$/);
  if (!answer.readable) return answer;
  const found = answer.value?.KeyMetadata;
  if (found === undefined) return known(undefined);
  const arn = found.Arn ?? name;
  const command = new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' });
  const policy = await attemptedAlways(
    connections,
    'kms:GetKeyPolicy',
    arn,
    kms.send(command, abortable(signal)),
  );
  return known({
    arn,
    state: found.KeyState ?? 'unknown',
    policy: map(policy, (text) => JSON.parse(text.Policy ?? '{}') as Policy),
  });
}
