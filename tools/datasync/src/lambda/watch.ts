import { pooled } from '@strata/aws';
import { TRANSFER_METRICS } from '@strata/naming';
import { secondsBetween } from '../amounts';
import { newestBackup } from '../coverage';
import { describeExecution, listExecutions } from '../gateway/executions';
import { putMetrics } from '../gateway/notify';
import { describeTask } from '../gateway/tasks';
import { dataTimeOf, type ExecutionRecord, idOf, type TaskRecord } from '../model';
import type { Invocation } from './invocation';

/** Executions described at a time. */
const AT_ONCE = 10;

/** What a watch came to. */
export interface Watched {
  /** Of the newest backup; since the task was made when there is none. */
  readonly ageSeconds: number;
  /** The execution that made it. */
  readonly newestExecutionArn: string | undefined;
}

/**
 * Measures how old the newest backup is and publishes it. Executions that ended do not change any more, so what was
 * described by an earlier invocation of the same process is not asked for again: a task that runs each hour has
 * hundreds.
 *
 * @throws errors of AWS in words: an age that is not known is not published, and silence is an alarm
 */
export async function watch({ connections, settings, signal }: Invocation): Promise<Watched> {
  const { taskArn, metricNamespace } = settings;
  const task = await describeTask(connections, taskArn, signal);
  const listed = await listExecutions(connections, taskArn, signal);
  const successes = listed.filter(({ status }) => status === 'SUCCESS').map(({ arn }) => arn);
  for (const arn of ended.keys()) if (!successes.includes(arn)) ended.delete(arn);
  const unknown = successes.filter((arn) => !ended.has(arn));
  const describe = (arn: string) => describeExecution(connections, arn, signal);
  for await (const outcome of pooled(unknown, AT_ONCE, describe, signal)) {
    if (!outcome.ok) throw outcome.error;
    ended.set(outcome.value.arn, outcome.value);
  }
  const watched = ageOf(task, [...ended.values()], connections.clock.now());
  await putMetrics(
    connections,
    metricNamespace,
    idOf(taskArn),
    [{ name: TRANSFER_METRICS.rpoAge, unit: 'Seconds', value: watched.ageSeconds }],
    signal,
  );
  return watched;
}

const ended = new Map<string, ExecutionRecord>();

/** The age of the newest success that copied all that the task does; without one, of the task. Pure. */
export function ageOf(task: TaskRecord, executions: readonly ExecutionRecord[], now: Date): Watched {
  const newest = newestBackup(executions, task);
  const since = (newest && dataTimeOf(newest)) ?? task.createdAt ?? now;
  // Clocks that differ a little make no negative ages.
  return { ageSeconds: Math.max(0, secondsBetween(since, now)), newestExecutionArn: newest?.arn };
}
