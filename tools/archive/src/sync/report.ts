import { plural } from '@strata/cli-kit';
import type { ExecutionTally, ItemResult } from './execution';
import { type Amount, PLAN_ACTIONS, type PlanAction, type PlanItem } from './plan-items';
import type { PlannedSync } from './run';

/** Widest name of an action. */
const WIDTH = Math.max(...PLAN_ACTIONS.map((action) => action.length));

/** An item of a plan as a line: `update     a/b.txt  (size differs, 1.2 kB)`. */
export function itemText({ action, path, reason, bytes }: PlanItem): string {
  const size = action === 'new' ? sizeText(bytes) : `${reason}, ${sizeText(bytes)}`;
  const why = action === 'fault' || action === 'skipped' ? reason : size;
  return `${action.padEnd(WIDTH)}  ${shown(path)}  (${why})`;
}

/** What a plan comes to, in a line. */
export function planText({ plan, emptyDirectories }: PlannedSync): string {
  const nouns: Readonly<Record<PlanAction, string>> = {
    new: 'new',
    update: 'to update',
    delete: 'to delete',
    unchanged: 'unchanged',
    kept: 'only at the destination and kept',
    skipped: 'skipped',
    fault: 'that cannot be synced',
  };
  const parts = PLAN_ACTIONS.filter((action) => plan.amounts[action].items > 0).map((action) => {
    const { items, bytes } = plan.amounts[action];
    return `${items} ${nouns[action]}${['new', 'update', 'delete'].includes(action) ? ` (${sizeText(bytes)})` : ''}`;
  });
  const empty =
    emptyDirectories > 0
      ? `\n${plural(emptyDirectories, 'empty directory', 'empty directories')} of the source: S3 holds none.`
      : '';
  return `Plan: ${parts.length === 0 ? 'nothing on either side' : parts.join(', ')}.${empty}`;
}

/** What came of the whole, in a line or two. */
export function tallyText(tally: ExecutionTally): string {
  const { done, failed, skipped, bytes, deleted, notBegun, stopped } = tally;
  const parts = [
    `${done} transferred (${sizeText(bytes)})`,
    ...(deleted > 0 ? [`${deleted} deleted`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(failed > 0 ? [`${failed} FAILED`] : []),
    ...(notBegun > 0 ? [`${notBegun} not begun`] : []),
  ];
  return `Done: ${parts.join(', ')}.${stopped === undefined ? '' : `\nStopped: ${stopped}.`}`;
}

/** A result that is told of: what failed or was skipped. */
export function resultText({ action, path, outcome, detail = '', isForAll }: ItemResult): string {
  return `${outcome === 'failed' ? 'FAILED' : outcome} ${action} ${shown(path)}: ${isForAll ? 'of what stopped all, see below' : detail}`;
}

/** The summary that ends JSON lines. */
export function summaryJson(
  { plan, refusals, emptyDirectories }: PlannedSync,
  tally: ExecutionTally | undefined,
) {
  const amounts: Readonly<Record<PlanAction, Amount>> = plan.amounts;
  return { event: 'summary', plan: amounts, emptyDirectories, refusals, outcome: tally ?? null };
}

/** Bytes for people: `0 B`, `1.2 kB`, `3.4 GB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A path on one line, whatever its characters are. */
function shown(path: string): string {
  // eslint-disable-next-line no-control-regex -- they would move the cursor of a terminal
  return /[\u0000-\u001f\u007f-\u009f]/.test(path) ? JSON.stringify(path) : path;
}
