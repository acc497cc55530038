import type { ItemResult } from '../outcome';
import type { DrillPlan, DrillTarget } from './plan';
import type { Check } from './verify';

/** What became of one snapshot's drill. */
export interface DrillItem {
  readonly target: DrillTarget;
  /** The volume that was made of it; it is gone again unless a deletion failed. */
  readonly volumeId: string | undefined;
  /** Whether the volume became available. */
  readonly available: boolean;
  /** Until the volume was available, or until it was given up for the objective; undefined when it failed. */
  readonly seconds: number | undefined;
  readonly checks: readonly Check[];
  /** Why it could not be carried out to its end. */
  readonly problems: readonly string[];
  readonly deletions: readonly ItemResult[];
  /** Whether the snapshot carries a note of this drill now. */
  readonly marked: boolean;
}

/** How a drill of one snapshot ended. */
export type DrillVerdict = 'passed' | 'too-slow' | 'failed';

/** What became of a drill. */
export interface DrillReport {
  readonly policy: string;
  readonly region: string;
  readonly runId: string;
  readonly rtoSeconds: number;
  readonly plan: DrillPlan;
  readonly items: readonly (DrillItem & { readonly verdict: DrillVerdict })[];
  /** Volumes of earlier drills that were there still, and what became of them. */
  readonly leftovers: readonly ItemResult[];
}

/** Makes a report. */
export function drillReport(
  base: Pick<DrillReport, 'policy' | 'region' | 'runId' | 'rtoSeconds'>,
  plan: DrillPlan,
  items: readonly DrillItem[],
  leftovers: readonly ItemResult[],
): DrillReport {
  const judged = items.map((item) => ({ ...item, verdict: verdictOf(item, base.rtoSeconds) }));
  return { ...base, plan, items: judged, leftovers };
}

function verdictOf(
  { checks, problems, deletions, seconds, available }: DrillItem,
  rtoSeconds: number,
): DrillVerdict {
  const failed =
    problems.length > 0 ||
    checks.some(({ ok }) => !ok) ||
    deletions.some(({ outcome }) => outcome === 'failed') ||
    seconds === undefined;
  if (failed) return 'failed';
  return seconds > rtoSeconds || !available ? 'too-slow' : 'passed';
}

/** Whether anything failed: a check, a deletion, or a volume that has nothing to be restored from. */
export function hasFailed({ items, plan, leftovers }: DrillReport): boolean {
  return (
    items.some(({ verdict }) => verdict === 'failed') ||
    plan.hopeless.length > 0 ||
    leftovers.some(({ outcome }) => outcome === 'failed')
  );
}

/** Whether a volume took longer than the objective allows. */
export function isTooSlow({ items }: DrillReport): boolean {
  return items.some(({ verdict }) => verdict === 'too-slow');
}
