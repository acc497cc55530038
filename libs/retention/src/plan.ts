import { InvalidPolicyError } from './errors';
import { groupByVolume } from './group';
import { type PlanOptions, resolveOptions } from './options';
import { type Kept, planVolume, type Removal, type VolumePlan } from './plan-volume';
import type { RetentionPolicy } from './policy';
import { type Refusal, refusalsOf } from './refusal';
import { isEmptyPolicy, resolvePolicy } from './resolve-policy';
import type { Snapshot } from './snapshot';

/** What a policy makes of a list of snapshots. Each snapshot stands exactly once, in `keep` or in `remove`. */
export interface RetentionPlan<S extends Snapshot = Snapshot> {
  /** Per volume, in the order of their ids. */
  readonly groups: readonly VolumePlan<S>[];
  /** All that stays, group by group. */
  readonly keep: readonly Kept<S>[];
  /** All that would go, group by group. To carry it out, take it from `approve(plan)`. */
  readonly remove: readonly Removal<S>[];
  /** How many could have been removed. */
  readonly candidates: number;
  /** The guards that refuse the plan as a whole; empty when it may be carried out. */
  readonly refusals: readonly Refusal[];
}

/**
 * Decides which snapshots stay and which go, with reasons. Pure: the same input gives the same plan, in whatever
 * order the snapshots come. Takes O(n log n) time.
 *
 * A plan that a guard refuses is returned, not thrown, so that a dry run can show what would go; `approve` throws.
 *
 * @param snapshots all snapshots of the volumes, foreign ones too; each id once
 * @param now what counts as the future; the rules themselves count from the newest snapshot
 * @throws InvalidPolicyError when the policy, the options or `now` make no sense, with all faults
 * @throws InvalidSnapshotError when the list has a snapshot twice, or one without id or date
 */
export function plan<S extends Snapshot>(
  snapshots: Iterable<S>,
  policy: RetentionPolicy,
  now: Date,
  options: PlanOptions<S>,
): RetentionPlan<S> {
  if (Number.isNaN(now.getTime())) {
    throw new InvalidPolicyError([{ path: 'now', message: 'is not a date' }]);
  }
  const rules = resolvePolicy(policy);
  const resolved = resolveOptions(options);
  const groups = groupByVolume(snapshots).map(([volumeId, newestFirst]) =>
    planVolume(volumeId, newestFirst, rules, now, resolved),
  );
  const keep = groups.flatMap((group) => group.keep);
  const remove = groups.flatMap((group) => group.remove);
  const candidates = groups.reduce((sum, group) => sum + group.candidates, 0);
  const emptyPolicy = isEmptyPolicy(rules) && resolved.removeAllOf.size === 0;
  const failed = remove.filter(({ reason }) => reason.code === 'failed').length;
  const totals = { removals: remove.length, failed, candidates, emptyPolicy };
  const refusals = refusalsOf(totals, resolved.caps);
  return { groups, keep, remove, candidates, refusals };
}
