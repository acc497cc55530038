import type { ResolvedOptions } from './options';
import { heldReason, KEEP, type KeepReason, notCompletedReason } from './reason';
import { type Snapshot, UNKNOWN_VOLUME_ID } from './snapshot';

/**
 * How a snapshot stands before any rule is asked: `judged` by the rules; `failed` and asked to go; or `outside` of
 * the rules, kept for these reasons.
 */
export type Standing =
  | { readonly kind: 'judged' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'outside'; readonly reasons: KeepReason[] };

const JUDGED: Standing = { kind: 'judged' };
const FAILED: Standing = { kind: 'failed' };

/**
 * Finds out whether the rules judge a snapshot. What stands outside is kept *and counts for nothing*: it uses up no
 * rule and makes no other snapshot go, because it is no backup (not completed), may vanish by the will of others
 * (held, not ours), or cannot be placed (future, unknown volume).
 *
 * @param nowMs milliseconds since the epoch
 */
export function standingOf<S extends Snapshot>(
  snapshot: S,
  nowMs: number,
  options: ResolvedOptions<S>,
): Standing {
  const reasons: KeepReason[] = [];
  if (snapshot.volumeId === '' || snapshot.volumeId === UNKNOWN_VOLUME_ID) reasons.push(KEEP.unknownVolume);
  if (!options.isOurs(snapshot)) reasons.push(KEEP.notOurs);
  for (const holder of snapshot.heldBy ?? []) reasons.push(heldReason(holder));
  if (snapshot.startTime.getTime() > nowMs) reasons.push(KEEP.future);
  if (snapshot.state === 'completed') return reasons.length === 0 ? JUDGED : { kind: 'outside', reasons };
  if (snapshot.state === 'error' && options.removeFailed && reasons.length === 0) return FAILED;
  return { kind: 'outside', reasons: [...reasons, notCompletedReason(snapshot.state)] };
}
