import type { PlanOptions } from './options';
import type { RetentionPlan } from './plan';
import type { Snapshot } from './snapshot';

/** The tag that tests give to snapshots of the policy. */
export const POLICY_TAG = { key: 'policy', value: 'nightly' } as const;

/** Options for tests of the rules: everything tagged is ours, and the caps are off. */
export const NO_CAPS: PlanOptions = { ours: POLICY_TAG, maxRemove: { count: Infinity, percent: 100 } };

/** A completed snapshot of ours, of `vol-1`, with its time as its id unless told otherwise. */
export function snapshotAt(time: string, changes: Partial<Snapshot> = {}): Snapshot {
  const startTime = new Date(time);
  const tags = { [POLICY_TAG.key]: POLICY_TAG.value };
  return { id: time, volumeId: 'vol-1', startTime, state: 'completed', tags, ...changes };
}

/** Snapshots at `first` and every `everyHours` hours after it, `count` in all; ids are their times to the minute. */
export function snapshotsEvery(everyHours: number, first: string, count: number): Snapshot[] {
  const start = new Date(first).getTime();
  return Array.from({ length: count }, (_, nth) => {
    const time = new Date(start + nth * everyHours * 3_600_000).toISOString();
    return snapshotAt(time, { id: time.slice(0, 16) });
  });
}

/** The snapshots that stay, as lines `id: reason, reason`, in the order of the plan. */
export function keptLines({ keep }: RetentionPlan): string[] {
  return keep.map(({ snapshot, reasons }) => `${snapshot.id}: ${reasons.map(({ text }) => text).join(', ')}`);
}

/** Ids of the snapshots that go, in the order of the plan. */
export function removedIds({ remove }: RetentionPlan): string[] {
  return remove.map(({ snapshot }) => snapshot.id);
}
