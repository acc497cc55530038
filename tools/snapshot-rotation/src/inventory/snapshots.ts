import type { Connections } from '../gateway/connections';
import { imagesBySnapshot } from '../gateway/describe-images';
import { describeSnapshots, type SnapshotQuery } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';

/**
 * Reads the snapshots that any of the queries finds, each once, together with the AMIs that hold them: what retention is planned on.
 *
 * A snapshot that is listed twice, because pages shift while others are made or two queries find it, counts by its latest state.
 */
export async function readSnapshots(
  connections: Connections,
  query: SnapshotQuery | readonly SnapshotQuery[],
  signal?: AbortSignal,
): Promise<SnapshotRecord[]> {
  const images = imagesBySnapshot(connections, signal);
  // Listing fails on its own: without this a failure of the images meanwhile would count as unhandled.
  images.catch(() => undefined);
  const byId = new Map<string, SnapshotRecord>();
  for (const each of [query].flat()) {
    for await (const snapshot of describeSnapshots(connections, each, signal))
      byId.set(snapshot.id, snapshot);
  }
  const holders = await images;
  return [...byId.values()].map((snapshot) => {
    const amis = holders.get(snapshot.id);
    return amis === undefined ? snapshot : { ...snapshot, heldBy: [...amis, ...(snapshot.heldBy ?? [])] };
  });
}
