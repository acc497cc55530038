import { formatSeconds, table } from '@strata/cli-kit';
import { formatBytes } from '../amounts';
import { type ExplainedFailure, explainFailure } from '../error-codes';
import { failedItems, failedItemsText, hasFailedItems } from '../failed-items';
import { type ExecutionRecord, idOf, type TaskRecord } from '../model';
import type { RunPlan } from './plan';

/** A run's end as a table, with what went wrong and what to look at. */
export function runText(execution: ExecutionRecord): string {
  const { counts, status } = execution;
  const rows: [string, string][] = [
    ['result', status],
    ['transferred', `${files(counts.filesTransferred)}, ${formatBytes(counts.bytesTransferred)}`],
    ['verified', files(counts.filesVerified)],
    ['deleted', files(counts.filesDeleted)],
    ['skipped', files(counts.filesSkipped)],
    ['failed', failedItemsText(execution)],
    ['duration', durationText(execution)],
    ['execution', execution.arn],
  ];
  const failure = failureOf(execution);
  return [
    table(rows, [
      { title: 'run', value: ([name]) => name },
      { title: '', value: ([, value]) => value },
    ]).trimEnd(),
    ...(failure ? [failureText(failure, execution.failureLog?.lines)] : []),
  ].join('\n\n');
}

/** What DataSync says of a failure in its answer. */
export function saidText(code: string | undefined, detail: string | undefined): string {
  return (
    [code, detail].filter(Boolean).join(': ') || 'DataSync reports success, but its log tells of failures'
  );
}

/** A failure as people read it. */
export function failureText(
  { code, detail, meaning, check, source }: ExplainedFailure,
  log: readonly string[] = [],
): string {
  const said = saidText(code, detail);
  const logged = log.map((line) => `Log: ${line}`);
  return [said, ...logged, meaning, 'Check:', ...check.map((line) => `  - ${line}`), `See ${source}`].join(
    '\n',
  );
}

/** Why an execution failed, or what failed in one that ended well, explained; undefined when nothing did. */
export function failureOf(execution: ExecutionRecord): ExplainedFailure | undefined {
  const { status, result, failureLog } = execution;
  if (status === 'ERROR')
    return explainFailure(result.errorCode ?? 'ERROR', result.errorDetail, failureLog?.lines);
  return status === 'SUCCESS' && hasFailedItems(execution)
    ? explainFailure(result.errorCode, result.errorDetail, failureLog?.lines)
    : undefined;
}

/** An execution as `--json` prints it. Durations in milliseconds; null for what DataSync does not tell. */
export function executionJson(execution: ExecutionRecord) {
  const { counts, result } = execution;
  return {
    executionArn: execution.arn,
    executionId: idOf(execution.arn),
    status: execution.status,
    startedAt: execution.startedAt?.toISOString() ?? null,
    launchedAt: execution.launchedAt?.toISOString() ?? null,
    endedAt: execution.endedAt?.toISOString() ?? null,
    includes: execution.includes,
    excludes: execution.excludes,
    options: execution.options,
    files: {
      estimated: counts.estimatedFiles,
      transferred: counts.filesTransferred,
      verified: counts.filesVerified,
      deleted: counts.filesDeleted,
      skipped: counts.filesSkipped,
      failed: counts.failed ?? null,
      failedItems: failedItems(execution) ?? null,
    },
    foldersTransferred: counts.foldersTransferred ?? null,
    bytes: {
      estimated: counts.estimatedBytes,
      transferred: counts.bytesTransferred,
      written: counts.bytesWritten,
    },
    durationMs: {
      prepare: result.prepareMs ?? null,
      transfer: result.transferMs ?? null,
      verify: result.verifyMs ?? null,
      total: result.totalMs ?? null,
    },
    failure: failureOf(execution) ?? null,
    failureLog: execution.failureLog?.lines ?? [],
  };
}

/** What a dry run says. */
export function planText(plan: RunPlan, task: TaskRecord): string {
  const of = `task ${task.name ?? idOf(task.arn)} (${task.arn})`;
  if (plan.action === 'join') return `Would join ${plan.executionArn} of ${of}: ${plan.reason}.`;
  const options = Object.entries({ ...task.options, ...plan.options });
  const { includes = task.includes, excludes = task.excludes } = plan;
  return [
    `Would start ${of}: ${plan.reason}.`,
    `include  ${includes.join('|') || 'everything'}`,
    `exclude  ${excludes.join('|') || 'nothing'}`,
    ...options.map(([name, value]) => `${name}=${value}${name in plan.options ? '  (overridden)' : ''}`),
  ].join('\n');
}

function files(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

function durationText({ result, mode }: ExecutionRecord): string {
  const part = (name: string, ms: number | undefined): string[] =>
    ms === undefined ? [] : [`${name} ${formatSeconds(ms / 1000)}`];
  const parts = [
    ...part('prepare', result.prepareMs),
    ...part('transfer', result.transferMs),
    ...part('verify', result.verifyMs),
  ];
  const total = result.totalMs === undefined ? '-' : formatSeconds(result.totalMs / 1000);
  return `${total}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}${mode ? `, ${mode} mode` : ''}`;
}
