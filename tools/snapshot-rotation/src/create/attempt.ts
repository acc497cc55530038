import { errorCode, settle, sleep } from '@strata/aws';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { StartedSnapshot } from '../gateway/create-snapshots';
import { TAG } from '../tags';
import type { CreateRun } from './run';

/** How long EC2 wants to be left alone with a volume (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, SnapshotCreationPerVolumeRateExceeded). */
const PER_VOLUME_PAUSE_MS = 15_000;

/** Refusals that pass: too soon after the volume's last snapshot, or too many pending ones. */
const PASSING = new Set(['SnapshotCreationPerVolumeRateExceeded', 'ConcurrentSnapshotLimitExceeded']);

/** The volumes have too many pending snapshots, and they did not complete while we waited. */
export class StillPendingError extends Error {
  override readonly name = 'StillPendingError';
}

/**
 * Makes the snapshots of volumes at most once: after an unclear answer what carries the run's tag is looked for, and
 * only when there is nothing it is tried again. A refusal that passes is waited for.
 *
 * @param attempt makes them, all or none
 * @param patienceMs most time to wait for refusals to pass; less for an instance that is stopped, none for a frozen one
 * @throws StillPendingError when too many are pending for too long; otherwise what `attempt` and `settle` throw
 */
export async function createOnce(
  run: CreateRun,
  volumeIds: readonly string[],
  attempt: () => Promise<readonly StartedSnapshot[]>,
  patienceMs: number,
): Promise<readonly StartedSnapshot[]> {
  const giveUpAt = performance.now() + patienceMs;
  const { settleLooksMs: looksAfterMs } = run.connections;
  for (;;) {
    try {
      return await settle<readonly StartedSnapshot[]>({
        what: `the snapshots of ${volumeIds.join(', ')}`,
        attempt,
        find: () => madeBy(run, volumeIds),
        ...(looksAfterMs && { looksAfterMs }),
      });
    } catch (error) {
      const code = errorCode(error) ?? '';
      if (!PASSING.has(code)) throw error;
      if (performance.now() + PER_VOLUME_PAUSE_MS > giveUpAt) throw new StillPendingError(messageOf(error));
      await sleep(PER_VOLUME_PAUSE_MS, run.signal);
    }
  }
}

/** What this run has made of the volumes; undefined when nothing. @throws Error when only some of them show so far */
async function madeBy(
  { connections, runId }: CreateRun,
  volumeIds: readonly string[],
): Promise<StartedSnapshot[] | undefined> {
  const found: StartedSnapshot[] = [];
  const query = { tags: [{ key: TAG.run, value: runId }], volumeIds };
  for await (const { id, volumeId } of describeSnapshots(connections, query)) found.push({ id, volumeId });
  if (found.length === 0) return undefined;
  const volumes = new Set(found.map(({ volumeId }) => volumeId));
  const missing = volumeIds.filter((id) => !volumes.has(id));
  if (missing.length > 0) throw new Error(`the snapshots of ${missing.join(', ')} do not show yet`);
  return found;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
