import { plural, table } from '@strata/cli-kit';
import { estimateText } from '../glacier/estimate';
import type { ItemOutcome, RunFacts } from './journal';
import type { RestorePlan } from './read-plan';

/** What became of a run. */
export interface RunReport {
  readonly run: RunFacts;
  readonly done: number;
  /** Keys that are what they should be already. */
  readonly unchanged: number;
  readonly left: number;
  readonly failed: readonly ItemOutcome[];
  /** Archived, and not retrieved yet. */
  readonly waiting: readonly ItemOutcome[];
  /** Planned, and not begun. */
  readonly notBegun: number;
  /** Why the run stopped before its end, or could not note what it did; without a full stop. */
  readonly stopped: string | undefined;
}

/** Whether there is more to do than was done. */
export function isIncomplete({ failed, waiting, notBegun, stopped }: RunReport): boolean {
  return failed.length > 0 || waiting.length > 0 || notBegun > 0 || stopped !== undefined;
}

/** A plan for people. */
export function planText(plan: RestorePlan, target: string): string {
  const rows = table(plan.items, [
    { title: 'action', value: ({ action }) => action },
    { title: 'key', value: ({ key }) => JSON.stringify(key) },
    { title: 'version', value: ({ source }) => source?.versionId ?? '' },
    { title: 'bytes', value: ({ source }) => source?.size ?? '', align: 'right' },
    { title: 'because', value: ({ reason }) => reason },
  ]);
  const removals = plan.items.filter(({ action }) => action === 'remove').length;
  return [
    ...(rows === '' ? [] : [rows.trimEnd()]),
    ...(plan.overflow ? ['… and more'] : []),
    `${target}: ${plural(plan.items.length - removals, 'key')} to copy${removals === 0 ? '' : `, ${removals} to remove`}; ${plan.unchanged} unchanged, ${plan.left.count} left alone.`,
    ...plan.left.first.slice(0, 20).map(({ key, reason }) => `  left ${JSON.stringify(key)}: ${reason}`),
    ...(plan.estimate === undefined ? [] : [estimateText(plan.estimate)]),
    ...plan.warnings,
    ...(plan.refusal === undefined ? [] : [plan.refusal.message]),
    '',
  ].join('\n');
}

/** A plan as `--dry-run --json` prints it. */
export function planJson({ refusal, ...plan }: RestorePlan): unknown {
  return { ...plan, refusal: refusal?.message };
}

/** A report for people. */
export function reportText(report: RunReport): string {
  const { run, done, unchanged, left, failed, waiting, notBegun, stopped } = report;
  return [
    `Run ${run.runId}: ${done} done, ${unchanged} unchanged, ${left} left alone, ${waiting.length} waiting, ${failed.length} failed${notBegun === 0 ? '' : `, ${notBegun} not begun`}`,
    ...failed.map(
      ({ key, detail, isForAll }) =>
        `  failed ${JSON.stringify(key)}: ${isForAll ? 'of what stopped all, see below' : detail}`,
    ),
    ...waiting.slice(0, 20).map(({ key, detail }) => `  waiting ${JSON.stringify(key)}: ${detail}`),
    ...(stopped === undefined ? [] : [`Stopped: ${stopped}.`]),
    ...next(report),
    '',
  ].join('\n');
}

function next(report: RunReport): string[] {
  const { run, done } = report;
  const place = `s3://${run.bucket}/`;
  const undoable = run.destination.kind === 'in-place' && done > 0;
  return [
    ...(isIncomplete(report) ? [`Go on with: strata archive resume ${run.runId} --in ${place}`] : []),
    ...(undoable ? [`Undo with: strata archive restore ${place} --undo ${run.runId}`] : []),
  ];
}
