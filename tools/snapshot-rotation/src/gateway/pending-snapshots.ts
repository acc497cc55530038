import type { Connections } from './connections';
import { describeSnapshots } from './describe-snapshots';

/** From so many volumes on, all pending snapshots of the Region are read: there are fewer of them than batches of ids. */
const ASK_BY_ID_UP_TO = 200;

/** Numbers of pending snapshots by volume; volumes without any are missing. */
export async function pendingByVolume(
  connections: Connections,
  volumeIds: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const query = volumeIds.length <= ASK_BY_ID_UP_TO ? { volumeIds } : {};
  for await (const { volumeId } of describeSnapshots(
    connections,
    { ...query, states: ['pending'] },
    signal,
  )) {
    counts.set(volumeId, (counts.get(volumeId) ?? 0) + 1);
  }
  return counts;
}
