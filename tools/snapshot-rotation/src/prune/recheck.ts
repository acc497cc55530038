import { plan, type Removal, type VolumePlan } from '@strata/retention';
import type { SnapshotRecord } from '../model';
import type { PrunePlan } from './plan';

/** What a second look says of one snapshot that was to go. */
export type Verdict =
  | { readonly kind: 'go' }
  /** It is gone already. */
  | { readonly kind: 'gone' }
  /** It stays, and why. */
  | { readonly kind: 'stay'; readonly reason: string };

/** Everything that a group's removals rest on: what goes, and what stays because a rule said so. */
export function idsToLookAt(group: VolumePlan<SnapshotRecord>): string[] {
  return [...justifying(group), ...group.remove].map(({ snapshot }) => snapshot.id);
}

/**
 * Looks at a group again, right before its snapshots go: between the plan and now, minutes may have passed, and others
 * have keys too. A snapshot that no rule kept goes only because others of its volume stay, so when one of those has
 * vanished or is no longer completed, nothing of the group goes. The rest is planned again by the tags it has now.
 *
 * @param found what EC2 lists now, by id
 */
export function recheck(
  group: VolumePlan<SnapshotRecord>,
  found: ReadonlyMap<string, SnapshotRecord>,
  { retention, options, now }: PrunePlan,
): (removal: Removal<SnapshotRecord>) => Verdict {
  const lost = justifying(group).find(
    ({ snapshot }) => found.get(snapshot.id)?.state !== 'completed',
  )?.snapshot;
  const present = [...group.keep, ...group.remove].flatMap(({ snapshot }) => {
    const fresh = found.get(snapshot.id);
    // Holders are asked for once, with the plan; EC2 itself refuses to delete what an AMI holds since then.
    return fresh === undefined ? [] : [{ ...fresh, heldBy: union(fresh.heldBy, snapshot.heldBy) }];
  });
  const again = plan(present, retention, now, { ...options, maxRemove: { count: Infinity, percent: 100 } });
  const kept = new Map(again.keep.map(({ snapshot, reasons }) => [snapshot.id, reasons]));
  return ({ snapshot, reason }) => {
    if (!found.has(snapshot.id)) return { kind: 'gone' };
    if (lost !== undefined && reason.code === 'expired')
      return { kind: 'stay', reason: lostReason(lost, found) };
    const reasons = kept.get(snapshot.id);
    if (reasons === undefined) return { kind: 'go' };
    return { kind: 'stay', reason: `by a second look: ${reasons.map(({ text }) => text).join(', ')}` };
  };
}

/** What stays by a rule. What stands outside of the rules (foreign, held, pending, …) justifies no removal. */
function justifying({ keep }: VolumePlan<SnapshotRecord>) {
  return keep.filter(({ reasons }) => reasons.every(({ code }) => !OUTSIDE.has(code)));
}

const OUTSIDE: ReadonlySet<string> = new Set([
  'not-ours',
  'held',
  'not-completed',
  'future',
  'unknown-volume',
  'no-policy',
]);

function lostReason({ id }: SnapshotRecord, found: ReadonlyMap<string, SnapshotRecord>): string {
  const state = found.get(id)?.state;
  return `${id}, which was to stay in its place, ${state === undefined ? 'has vanished' : `is in state ${state}`}`;
}

function union(one: readonly string[] = [], other: readonly string[] = []): string[] {
  return [...new Set([...one, ...other])];
}
