import type { ResolvedOptions } from './options';
import { KEEP, type KeepReason, REMOVE, type RemoveReason } from './reason';
import { isEmptyPolicy, type ResolvedPolicy } from './resolve-policy';
import { judge, tagReasons } from './rules';
import type { Snapshot } from './snapshot';
import { type Standing, standingOf } from './standing';

/** A snapshot that stays. */
export interface Kept<S extends Snapshot = Snapshot> {
  readonly snapshot: S;
  /** At least one: rules first asked first, or why no rule was asked. */
  readonly reasons: readonly KeepReason[];
}

/** A snapshot that goes. */
export interface Removal<S extends Snapshot = Snapshot> {
  readonly snapshot: S;
  readonly reason: RemoveReason;
}

/** What happens to the snapshots of one volume, newest first in both lists. */
export interface VolumePlan<S extends Snapshot = Snapshot> {
  readonly volumeId: string;
  readonly keep: readonly Kept<S>[];
  readonly remove: readonly Removal<S>[];
  /** How many could have been removed: ours, held by nobody, completed (or failed and asked to go). */
  readonly candidates: number;
}

/**
 * Plans one volume. Of the snapshots that the rules judge at least the newest stays, unless the volume is in the
 * scope in which everything may go.
 *
 * @param newestFirst all snapshots of the volume
 */
export function planVolume<S extends Snapshot>(
  volumeId: string,
  newestFirst: readonly S[],
  policy: ResolvedPolicy,
  now: Date,
  options: ResolvedOptions<S>,
): VolumePlan<S> {
  const mayRemoveAll = options.removeAllOf.has(volumeId);
  const empty = isEmptyPolicy(policy);
  const standings = newestFirst.map((snapshot) => standingOf(snapshot, now.getTime(), options));
  const judged = judge(
    newestFirst.filter((_, nth) => standings[nth]?.kind === 'judged'),
    policy,
  );
  if (!mayRemoveAll && judged[0]?.length === 0) judged[0].push(KEEP.newestCompleted);

  const verdicts = judged.values();
  const reasonsToKeep = (snapshot: S, standing: Standing): readonly KeepReason[] => {
    if (standing.kind === 'outside') return standing.reasons;
    const reasons = standing.kind === 'judged' ? (verdicts.next().value ?? []) : tagReasons(snapshot, policy);
    return reasons.length === 0 && empty && !mayRemoveAll ? [KEEP.noPolicy] : reasons;
  };

  const keep: Kept<S>[] = [];
  const remove: Removal<S>[] = [];
  let candidates = 0;
  newestFirst.forEach((snapshot, nth) => {
    const standing = standings[nth] as Standing;
    if (standing.kind !== 'outside') candidates += 1;
    const reasons = reasonsToKeep(snapshot, standing);
    if (reasons.length > 0) keep.push({ snapshot, reasons });
    else remove.push({ snapshot, reason: removeReason(standing, empty) });
  });
  return { volumeId, keep, remove, candidates };
}

function removeReason({ kind }: Standing, empty: boolean): RemoveReason {
  if (kind === 'failed') return REMOVE.failed;
  return empty ? REMOVE.removeAll : REMOVE.expired;
}
