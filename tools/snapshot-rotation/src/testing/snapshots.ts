import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';

/** A completed snapshot of policy `default` in environment `test`, of `vol-1`, 8 GiB, unless told otherwise. */
export function aSnapshot(
  id: string,
  startTime: string,
  changes: Partial<SnapshotRecord> = {},
): SnapshotRecord {
  return {
    id,
    volumeId: 'vol-1',
    startTime: new Date(startTime),
    state: 'completed',
    tags: { Project: 'strata', Environment: 'test', [TAG.policy]: 'default', [TAG.run]: `run-of-${id}` },
    sizeGiB: 8,
    heldBy: [],
    progressPercent: changes.state === 'pending' ? 42 : 100,
    encrypted: false,
    ...changes,
  };
}
