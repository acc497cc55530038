import { withFailureLogs } from '../failure-log';
import type { Connections } from '../gateway/connections';
import { describeTask } from '../gateway/tasks';
import { readExecutions } from '../inventory';
import { statusOf, type TransferStatus } from './plan';

/**
 * Reads a task's runs and compares them with the RPO.
 *
 * @param now AWS's time by default, as its answers tell it
 */
export async function runStatus(
  connections: Connections,
  taskArn: string,
  rpoMinutes: number,
  { signal, now }: { readonly signal?: AbortSignal; readonly now?: Date } = {},
): Promise<TransferStatus> {
  const [task, executions] = await Promise.all([
    describeTask(connections, taskArn, signal),
    readExecutions(connections, taskArn, signal),
  ]);
  const status = statusOf({ task, executions, rpoMinutes, now: now ?? connections.clock.now() });
  if (status.lastFailure === undefined) return status;
  const [lastFailure] = await withFailureLogs(connections, task, [status.lastFailure], signal);
  return { ...status, lastFailure };
}
