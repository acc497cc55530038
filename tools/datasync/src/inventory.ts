import { pooled } from '@strata/aws';
import type { Connections } from './gateway/connections';
import { describeExecution, listExecutions } from './gateway/executions';
import type { ExecutionRecord } from './model';

/** Executions described at a time. */
const AT_ONCE = 10;

/**
 * All executions of a task, oldest first. DataSync lists them without their times, so each is described. One that goes
 * away in between (its task was deleted) is an error, not a gap.
 *
 * @param wanted by status; all by default
 */
export async function readExecutions(
  connections: Connections,
  taskArn: string,
  signal?: AbortSignal,
  wanted: (status: string) => boolean = () => true,
): Promise<ExecutionRecord[]> {
  const listed = await listExecutions(connections, taskArn, signal);
  const chosen = listed.filter(({ status }) => wanted(status));
  const records: ExecutionRecord[] = [];
  const described = pooled(chosen, AT_ONCE, ({ arn }) => describeExecution(connections, arn, signal), signal);
  for await (const outcome of described) {
    if (!outcome.ok) throw outcome.error;
    records.push(outcome.value);
  }
  const startOf = ({ startedAt }: ExecutionRecord): number => startedAt?.getTime() ?? 0;
  return records.sort((one, other) => startOf(one) - startOf(other) || (one.arn < other.arn ? -1 : 1));
}
