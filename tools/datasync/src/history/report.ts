import { formatSeconds, plural, table } from '@strata/cli-kit';
import { formatAge, formatBytes, formatMoment } from '../amounts';
import { failedItems } from '../failed-items';
import { type ExecutionRecord, idOf, isEnded, REMEMBERED_DAYS } from '../model';
import { executionJson, failureOf } from '../run/report';
import type { History, HistoryEntry } from './plan';

/** A history as a table, newest first, with what it is worth. */
export function historyText(history: History): string {
  const rows = table(history.entries, [
    { title: 'started', value: ({ execution }) => formatMoment(execution.startedAt) },
    { title: 'execution', value: ({ execution }) => idOf(execution.arn) },
    { title: 'result', value: ({ execution }) => execution.status },
    { title: 'files', value: ({ execution }) => execution.counts.filesTransferred },
    {
      title: 'bytes',
      value: ({ execution }) => formatBytes(execution.counts.bytesTransferred),
      align: 'right',
    },
    { title: 'failed', value: ({ execution }) => failedText(execution), align: 'right' },
    { title: 'took', value: tookText, align: 'right' },
    { title: 'remark', value: remarkOf },
  ]);
  const { longestGap: gap } = history;
  const gapLine =
    `Longest time without a newer backup: ${formatAge(gap.seconds)}, ` +
    `from ${formatMoment(gap.from)} to ${gap.open ? 'now' : formatMoment(gap.to)}; ` +
    `the RPO of ${formatAge(history.rpoSeconds)} was ${history.rpoKept ? 'kept' : 'MISSED'}.`;
  return [`${rows}${sumText(history)}`, gapLine, ...notes(history)].join('\n');
}

/** What a reader must know of the table. */
function notes({ entries, cut, since }: History): string[] {
  const untold = entries.some(({ execution }) => failedText(execution) === UNTOLD);
  return [
    ...(cut
      ? [`AWS remembers runs for ${REMEMBERED_DAYS} days: the history begins at ${formatMoment(since)}.`]
      : []),
    ...(untold
      ? [
          `failed ${UNTOLD}: not told, as Basic mode does not count. One run: strata datasync history EXECUTION`,
        ]
      : []),
  ];
}

/** A history as `--json` prints it. */
export function historyJson(history: History) {
  const { since, entries, longestGap, successRate, ...rest } = history;
  return {
    since: since.toISOString(),
    ...rest,
    successRate: successRate ?? null,
    longestGap: {
      ...longestGap,
      from: longestGap.from.toISOString(),
      to: longestGap.to.toISOString(),
      seconds: Math.round(longestGap.seconds),
    },
    executions: entries.map(({ execution, shortfalls }) => ({ ...executionJson(execution), shortfalls })),
  };
}

function sumText({ entries, succeeded, failed, underWay, successRate }: History): string {
  if (entries.length === 0) return 'No runs in this time.';
  const rate = successRate === undefined ? '' : ` (${Math.floor(successRate * 100)} % of those that ended)`;
  const parts = [`${succeeded} succeeded${rate}`, `${failed} failed`];
  if (underWay > 0) parts.push(`${underWay} under way`);
  return `${plural(entries.length, 'run')}: ${parts.join(', ')}.`;
}

/** Stands for what nobody tells. */
const UNTOLD = '-';

function failedText(execution: ExecutionRecord): string {
  const items = failedItems(execution);
  if (items === undefined || !isEnded(execution)) return UNTOLD;
  return `${items.failed + items.mismatches}${items.atLeast ? '+' : ''}`;
}

function tookText({ execution: { result } }: HistoryEntry): string {
  return result.totalMs === undefined ? '-' : formatSeconds(result.totalMs / 1000);
}

function remarkOf({ execution, shortfalls }: HistoryEntry): string {
  const failure = failureOf(execution);
  if (failure) return failure.cause === 'unknown' ? (failure.code ?? '') : failure.cause;
  return shortfalls.length > 0 ? `partial: ${shortfalls.join('; ')}` : '';
}
