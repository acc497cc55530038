import { InvalidSnapshotError } from './errors';
import type { Snapshot } from './snapshot';

/**
 * Groups snapshots by volume: volumes in the order of their ids, snapshots newest first, those of the same time in
 * the order of their ids. The order of the input does not matter.
 *
 * @throws InvalidSnapshotError when an id is missing or comes twice (it would count as two backups), or a time is
 * not a date
 */
export function groupByVolume<S extends Snapshot>(
  snapshots: Iterable<S>,
): [volumeId: string, newestFirst: S[]][] {
  const groups = new Map<string, S[]>();
  const seen = new Set<string>();
  for (const snapshot of snapshots) {
    check(snapshot, seen);
    const group = groups.get(snapshot.volumeId);
    if (group === undefined) groups.set(snapshot.volumeId, [snapshot]);
    else group.push(snapshot);
  }
  for (const group of groups.values()) group.sort(newestFirst);
  return [...groups].sort(([a], [b]) => compareText(a, b));
}

function check({ id, startTime }: Snapshot, seen: Set<string>): void {
  if (id === '') throw new InvalidSnapshotError(id, 'it has no id');
  if (seen.has(id)) throw new InvalidSnapshotError(id, 'it is listed twice');
  if (Number.isNaN(startTime.getTime())) throw new InvalidSnapshotError(id, 'its start time is not a date');
  seen.add(id);
}

function newestFirst(a: Snapshot, b: Snapshot): number {
  return b.startTime.getTime() - a.startTime.getTime() || compareText(a.id, b.id);
}

/** By code unit: the same on every machine, whatever its language. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
