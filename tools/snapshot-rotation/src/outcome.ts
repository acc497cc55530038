/** How one item of a run ended. */
export type Outcome = 'done' | 'skipped' | 'failed';

/** One item of a report: what it was about, how it ended and why. */
export interface ItemResult {
  /** A volume, a snapshot or an instance. */
  readonly id: string;
  readonly outcome: Outcome;
  /** What was done, or why not. Never empty for what was skipped or failed. */
  readonly detail: string;
}

/** How many items ended which way. */
export type Tally = Readonly<Record<Outcome, number>>;

/** Counts items by outcome. */
export function tally(items: readonly { readonly outcome: Outcome }[]): Tally {
  const counts = { done: 0, skipped: 0, failed: 0 };
  for (const { outcome } of items) counts[outcome] += 1;
  return counts;
}
