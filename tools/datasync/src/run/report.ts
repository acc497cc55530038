import { formatSeconds, table } from '@strata/cli-kit';
import { formatBytes } from '../amounts';
import { type ExplainedFailure, explainFailure } from '../error-codes';
import { type ExecutionRecord, failedItems, idOf, type TaskRecord } from '../model';
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
    ['failed', failedText(execution)],
    ['duration', durationText(execution)],
    ['execution', execution.arn],
  ];
  const failure = failureOf(execution);
  return [
    table(rows, [
      { title: 'run', value: ([name]) => name },
      { title: '', value: ([, value]) => value },
    ]).trimEnd(),
    ...(failure ? [failureText(failure, execution.failureLog)] : []),
  ].join('\n\n');
}

/** A failure as people read it. */
export function failureText(
  { code, detail, meaning, check, source }: ExplainedFailure,
  log: readonly string[] = [],
): string {
  const said = [code, detail].filter(Boolean).join(': ');
  const logged = log.map((line) => `Log: ${line}`);
  return [said, ...logged, meaning, 'Check:', ...check.map((line) => `  - ${line}`), `See ${source}`].join(
    '\n',
  );
}

/** Why an execution failed, explained; undefined when it did not. */
export function failureOf({ status, result, failureLog }: ExecutionRecord): ExplainedFailure | undefined {
  return status === 'ERROR'
    ? explainFailure(result.errorCode ?? 'ERROR', result.errorDetail, failureLog)
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
    failureLog: execution.failureLog ?? [],
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

function failedText({ counts }: ExecutionRecord): string {
  const items = failedItems(counts);
  if (items === undefined) return 'not told in Basic mode; the log names them';
  if (items === 0 || !counts.failed) return '0 items';
  const where = Object.entries(counts.failed).filter(([, count]) => count > 0);
  return `${items} items (${where.map(([phase, count]) => `${phase} ${count}`).join(', ')})`;
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
