import { pooled } from '@strata/aws';
import { isVague } from './error-codes';
import type { Connections } from './gateway/connections';
import { readFailureLines } from './gateway/execution-log';
import type { ExecutionRecord, TaskRecord } from './model';

/** Lines that are kept of a log. */
const MOST_LINES = 5;
/** Logs read at a time. */
const AT_ONCE = 4;
/** Executions whose logs are read, the newest ones: each is a search through a log group. */
const MOST_LOGS = 20;

/**
 * Adds the first lines about failures to executions of which DataSync only says that something failed. A log that
 * cannot be read explains nothing, and hides nothing either: the execution is then left as it was.
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
    async ({ arn }) => [arn, await readFailureLines(connections, group, arn, MOST_LINES, signal)] as const,
    signal,
  );
  const logs = new Map<string, readonly string[]>();
  for await (const outcome of read) {
    if (outcome.ok) logs.set(...outcome.value);
  }
  signal?.throwIfAborted();
  return executions.map((execution) => {
    const failureLog = logs.get(execution.arn);
    return failureLog ? { ...execution, failureLog } : execution;
  });
}

function leavesOpen({ status, result }: ExecutionRecord): boolean {
  return status === 'ERROR' && isVague(result.errorCode, result.errorDetail);
}
