import type { Connections } from '../gateway/connections';
import { runThaw } from '../gateway/quiesce';
import { poll } from '../wait/poll';
import { NotRestoredError } from './errors';

/** How long a thaw may take, and how often it is tried: a file system that stays frozen stops its applications. */
const THAW_TIMEOUT_MS = 60_000;
const ATTEMPTS = 5;

/**
 * Thaws an instance's file systems. It heeds no signal, and tries again. Thawing what is not frozen must be harmless:
 * it is also done after a freeze that failed.
 *
 * @throws NotRestoredError with the command that thaws it
 */
export async function thaw(
  connections: Connections,
  instanceId: string,
  document: string,
  runId: string,
): Promise<void> {
  let attempt = 0;
  await poll(
    async () => {
      attempt += 1;
      try {
        await runThaw(connections, { document, instanceId, comment: runId, timeoutMs: THAW_TIMEOUT_MS });
        return true;
      } catch (error) {
        if (attempt < ATTEMPTS) return undefined;
        const what = `The file systems of ${instanceId} could not be thawed`;
        throw new NotRestoredError(what, error, thawCommand(connections, instanceId, document));
      }
    },
    { firstMs: 500, longestMs: 4000 },
  );
}

/** The command line that thaws an instance by hand. */
export function thawCommand({ target }: Connections, instanceId: string, document: string): string {
  return `aws ssm send-command --region ${target.region} --document-name ${document} --parameters Action=thaw --instance-ids ${instanceId}`;
}
