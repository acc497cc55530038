import { createHash } from 'node:crypto';
import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { policyTags, snapshotPolicy } from '../policy';
import { newRunId } from '../run-id';
import { TAG } from '../tags';
import type { RotationRequest } from './rotation-request';

/** A run by its id, and the snapshots that it has made so far, by volume. */
export interface RunSoFar {
  readonly runId: string;
  /** Completed or pending: what failed has to be made again. */
  readonly made: ReadonlyMap<string, SnapshotRecord>;
}

/** Longest that an event waits to be retried: Lambda drops it after 6 hours, Scheduler after 24. */
const LONGEST_RETRY_MS = 24 * 3_600_000;

/**
 * Finds out which run this invocation is, and what an earlier attempt at it has made. Whoever retries does not tell that
 * it does; so the last part of a run's id is made of what all attempts share, and its snapshots are looked for by it.
 *
 * @param requestId the invocation's: Lambda's own retries of an event share it
 *   (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html)
 */
export async function findRun(
  connections: Connections,
  request: RotationRequest,
  requestId: string,
  signal?: AbortSignal,
): Promise<RunSoFar> {
  const { environment, policy, scheduledTime } = request;
  const mark = createHash('sha256')
    .update([environment, policy.name, scheduledTime ?? requestId].join('\n'))
    .digest()
    .subarray(0, 3);
  const now = connections.clock.now();
  const tags = [
    ...policyTags(snapshotPolicy(environment, policy)),
    { key: TAG.run, value: `${policy.name}-*-${mark.toString('hex')}` },
  ];
  const made = new Map<string, SnapshotRecord>();
  let earlier: string | undefined;
  const query = { tags, states: ['pending', 'completed'] };
  for await (const snapshot of describeSnapshots(connections, query, signal)) {
    if (now.getTime() - snapshot.startTime.getTime() > LONGEST_RETRY_MS) continue;
    earlier = snapshot.tags[TAG.run];
    made.set(snapshot.volumeId, snapshot);
  }
  const startedAt = scheduledTime === undefined ? now : new Date(scheduledTime);
  return { runId: earlier ?? newRunId(policy.name, startedAt, mark), made };
}
