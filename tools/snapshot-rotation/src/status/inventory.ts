import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { policyTags, type SnapshotPolicy } from '../policy';
import type { Completed, CompletedByVolume } from './plan';

/**
 * The newest completed snapshot of each volume that a policy made, in the Region of the connections. Memory grows with
 * the number of volumes, not with that of snapshots.
 */
export async function readCompleted(
  connections: Connections,
  policy: SnapshotPolicy,
  signal?: AbortSignal,
): Promise<CompletedByVolume> {
  const byVolume = new Map<string, Completed>();
  const query = { tags: policyTags(policy), states: ['completed'] };
  for await (const { id, volumeId, startTime } of describeSnapshots(connections, query, signal)) {
    const known = byVolume.get(volumeId);
    const isNewest = known === undefined || startTime > known.newest.startTime;
    byVolume.set(volumeId, {
      newest: isNewest ? { id, startTime } : known.newest,
      since: known === undefined || startTime < known.since ? startTime : known.since,
    });
  }
  return byVolume;
}
