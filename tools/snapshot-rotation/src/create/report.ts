import { ExitCode, plural, table } from '@strata/cli-kit';
import { tally } from '../outcome';
import type { CreatedItem } from './run';
import type { CreateReport } from './run-create';

/** 1 when a snapshot failed, or the run as a whole did not end well, else 0. */
export function createExitCode({ items, problem }: CreateReport): ExitCode {
  return tally(items).failed > 0 || problem !== undefined ? ExitCode.failed : ExitCode.done;
}

/** A report as JSON. */
export function reportJson({ settled: _, ...report }: CreateReport): object {
  return { ...report, tally: tally(report.items) };
}

/** A report for people: one line per volume, then how many of which. */
export function reportText({ runId, items, interrupted, problem }: CreateReport): string {
  const { done, skipped, failed } = tally(items);
  const counts = [
    `${plural(done, 'snapshot')} ${items.every(isThrough) ? 'completed' : 'made'}`,
    skipped > 0 ? `${skipped} skipped` : '',
    failed > 0 ? `${failed} failed` : '',
    interrupted ? 'interrupted' : '',
  ];
  const summary = `${counts.filter((part) => part !== '').join(', ')} (run ${runId})\n`;
  const trouble = problem === undefined ? '' : `The run did not end well: ${problem}\n`;
  return `${table(items, [
    { title: 'volume', value: ({ id }) => id },
    { title: 'instance', value: ({ instanceId }) => instanceId ?? '-' },
    { title: 'snapshot', value: ({ snapshotId }) => snapshotId ?? '-' },
    { title: 'state', value: ({ state }) => state ?? '-' },
    { title: 'outcome', value: ({ outcome }) => outcome },
    { title: 'detail', value: ({ detail }) => detail },
  ])}${summary}${trouble}`;
}

function isThrough({ outcome, state }: CreatedItem): boolean {
  return outcome !== 'done' || state === 'completed';
}
