import { pooled } from '@strata/aws';
import { isVague } from './error-codes';
import type { FailureLog } from './failure-lines';
import type { Connections } from './gateway/connections';
import { readFailureLog } from './gateway/execution-log';
import { type ExecutionRecord, isEnded, type TaskRecord } from './model';

/** Logs read at a time. */
const AT_ONCE = 4;
/** Executions whose logs are read, the newest ones: each is a search through a log group. */
const MOST_LOGS = 20;

/**
 * Adds what their logs tell of failures to executions of which DataSync does not say enough. A log that cannot be read
 * explains nothing, and hides nothing either: the execution is then left as it was.
 */
export async function withFailureLogs(
  connections: Connections,
  { logGroupArn }: Pick<TaskRecord, 'logGroupArn'>,
  executions: readonly ExecutionRecord[],
  signal?: AbortSignal,
): Promise<ExecutionRecord[]> {
  const group = logGroupArn?.split(':log-group:')[1]?.replace(/:\*$/, '');
  const wanting = executions.filter(leavesOpen).slice(-MOST_LOGS);
  if (group === undefined || wanting.length === 0) return [...executions];
  const read = pooled(
    wanting,
    AT_ONCE,
    async (execution) =>
      [execution.arn, await readFailureLog(connections, group, execution, signal)] as const,
    signal,
  );
  const logs = new Map<string, FailureLog>();
  for await (const outcome of read) {
    if (outcome.ok) logs.set(...outcome.value);
  }
  signal?.throwIfAborted();
  return executions.map((execution) => {
    const failureLog = logs.get(execution.arn);
    return failureLog ? { ...execution, failureLog } : execution;
  });
}

/**
 * Whether only the log says what failed, and why: Basic mode counts no failures, not even of a run that ended well, and
 * an error may only say that something failed. Without a log there is nothing to read. Pure.
 */
export function leavesOpen(execution: ExecutionRecord): boolean {
  const { status, result, counts, options } = execution;
  if (!isEnded(execution) || options['LogLevel'] === 'OFF') return false;
  const unexplained = status === 'ERROR' && isVague(result.errorCode, result.errorDetail);
  return unexplained || counts.failed === undefined;
}
