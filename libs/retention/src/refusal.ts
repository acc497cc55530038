/** How much a plan may remove before it is refused as a whole. */
export interface RemovalCaps {
  /** Most snapshots in one plan; Infinity for no limit. */
  readonly count: number;
  /** Most of the plan's candidates, in percent from 0 to 100. What failed holds no backup, and counts on neither side. */
  readonly percent: number;
}

/** A guard that a plan runs into. The plan still says what would go, but nothing of it may be carried out. */
export interface Refusal {
  readonly code: 'empty-policy' | 'max-remove-count' | 'max-remove-percent';
  /** What was refused, the value got, what is allowed, how to fix it. */
  readonly message: string;
}

/** The totals that the guards look at. */
export interface PlanTotals {
  /** How many would go. */
  readonly removals: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** How many could have gone. */
  readonly candidates: number;
  /** Whether the policy keeps nothing and no scope says that everything may go. */
  readonly emptyPolicy: boolean;
}

/** What the guards say to a plan as a whole; nothing when it may be carried out. */
export function refusalsOf(totals: PlanTotals, caps: RemovalCaps): Refusal[] {
  const { removals, failed, emptyPolicy } = totals;
  const backups = removals - failed;
  const candidates = totals.candidates - failed;
  const refusals: Refusal[] = [];
  if (emptyPolicy) {
    refusals.push({
      code: 'empty-policy',
      message:
        'The policy is empty: by it every snapshot would go. Give at least one rule that keeps something, for example keepLast 2.',
    });
  }
  if (removals > caps.count) {
    refusals.push({
      code: 'max-remove-count',
      message: `${removals} ${removals === 1 ? 'snapshot' : 'snapshots'} would go; allowed: ${caps.count}. Look through the plan, and raise the cap on the count if it is right.`,
    });
  }
  if (backups * 100 > caps.percent * candidates) {
    const percent = Math.ceil((backups / candidates) * 100);
    const besides = failed === 0 ? '' : ` besides ${failed} that failed`;
    refusals.push({
      code: 'max-remove-percent',
      message: `${backups} of ${candidates} snapshots (${percent} %) would go${besides}; allowed: ${caps.percent} %. Look through the plan, and raise the cap on the share if it is right.`,
    });
  }
  return refusals;
}
