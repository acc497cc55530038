import { hasExpired, type Lease } from './lease-tags';

/** What a run that claims volumes does next. */
export type LeaseDecision =
  /** Nobody else is in the way: the volumes are its own. These runs are dead, and their tags go. */
  | { readonly next: 'hold'; readonly expired: readonly string[] }
  /** A run that has them, or comes first. */
  | { readonly next: 'withdraw'; readonly holder: Lease }
  /** A run of lower priority still claims: it will see us and go, unless it was faster and holds. */
  | { readonly next: 'look-again'; readonly because: Lease | 'own claim does not show yet' };

/**
 * Decides on what was read *after* the own claim was written, so that of two runs that want the same volume at least
 * one sees the other. Of two that claim, the one with the lower run id goes first: it waits until the other is gone or
 * holds, while the other withdraws at once. That way at no time two hold the same volume, and the first one of all that
 * claim never withdraws but for a run that holds.
 *
 * @param leases of each volume
 */
export function decideLease(
  ownRunId: string,
  leases: readonly (readonly Lease[])[],
  now: Date,
): LeaseDecision {
  // EC2 is eventually consistent: where our own claim does not show, a rival's might not either.
  if (leases.some((ofVolume) => !ofVolume.some(({ runId }) => runId === ownRunId))) {
    return { next: 'look-again', because: 'own claim does not show yet' };
  }
  const others = leases.flat().filter(({ runId }) => runId !== ownRunId);
  const living = others.filter((lease) => !hasExpired(lease, now));
  const holder = living.find(({ state }) => state === 'held') ?? living.find(({ runId }) => runId < ownRunId);
  if (holder) return { next: 'withdraw', holder };
  const [rival] = living;
  if (rival) return { next: 'look-again', because: rival };
  return { next: 'hold', expired: [...new Set(others.map(({ runId }) => runId))] };
}
