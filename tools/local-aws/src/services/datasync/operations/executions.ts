import type {
  ListTaskExecutionsRequest,
  StartTaskExecutionRequest,
  UpdateTaskExecutionRequest,
} from '@aws-sdk/client-datasync';
import { executionArn, newId } from '../arns';
import { newCounters, toldCounters } from '../engine/counters';
import { Throttle } from '../engine/throttle';
import { InvalidRequestException } from '../errors';
import { checkFilterRules } from '../filters';
import type { Execution, Task } from '../model';
import { isFinished, tagMap } from '../model';
import { resolveOptions } from '../options';
import type { Registry } from '../registry';
import type { Call } from './call';
import { page } from './paging';
import { destinationClass, refuseUnsupported } from './tasks';

/** StartTaskExecution: queued behind a running one of the same task, or refused when TaskQueueing is DISABLED. */
export function startTaskExecution(
  call: Call,
  input: StartTaskExecutionRequest,
  launch: (execution: Execution, call: Call) => void,
): object {
  const task = call.registry.task(input.TaskArn);
  checkFilterRules(input.Includes ?? [], 'includes');
  checkFilterRules(input.Excludes ?? [], 'excludes');
  refuseUnsupported(input);
  const destination = call.registry.location(task.destinationLocationArn);
  const options = resolveOptions(task.options, input.OverrideOptions, destinationClass(destination));
  const [current] = call.registry.pending(task);
  if (current && options.TaskQueueing === 'DISABLED') {
    throw new InvalidRequestException(
      `Unable to queue the task execution for task ${task.arn}. The task already has a pending execution ${current.arn} and TaskQueueing is disabled.`,
    );
  }
  const execution: Execution = {
    arn: executionArn(task.arn, newId('exec')),
    task,
    options,
    includes: input.Includes ?? task.includes,
    excludes: input.Excludes ?? task.excludes,
    tags: tagMap(input.Tags),
    startTime: call.now(),
    counters: newCounters(),
    result: { PrepareStatus: 'PENDING', TransferStatus: 'PENDING', VerifyStatus: 'PENDING' },
    throttle: new Throttle(options.BytesPerSecond),
    cancellation: new AbortController(),
    cancel: () => undefined,
    done: Promise.resolve(),
    status: 'QUEUED',
  };
  launch(execution, call);
  call.registry.executions.set(execution.arn, execution);
  return { TaskExecutionArn: execution.arn };
}

/** DescribeTaskExecution, counters live, as far as the task mode tells them. */
export function describeTaskExecution(registry: Registry, input: { TaskExecutionArn?: string }): object {
  const execution = registry.execution(input.TaskExecutionArn);
  return {
    TaskExecutionArn: execution.arn,
    Status: execution.status,
    Options: { ...execution.options, BytesPerSecond: execution.throttle.bytesPerSecond },
    Includes: execution.includes,
    Excludes: execution.excludes,
    StartTime: seconds(execution.startTime),
    LaunchTime: seconds(execution.launchTime),
    EndTime: seconds(execution.endTime),
    TaskMode: execution.task.taskMode,
    Result: execution.result,
    ...toldCounters(execution.counters, execution.task.taskMode),
  };
}

/** ListTaskExecutions of one task, or of the Region; newest last. */
export function listTaskExecutions(
  registry: Registry,
  region: string,
  input: ListTaskExecutionsRequest,
): object {
  const task: Task | undefined = input.TaskArn === undefined ? undefined : registry.task(input.TaskArn);
  const all = [...registry.executions.values()].filter((execution) =>
    task ? execution.task === task : execution.task.region === region,
  );
  const { items, next } = page(all, input.MaxResults, input.NextToken);
  const entry = ({ arn, status, task: { taskMode } }: Execution) => ({
    TaskExecutionArn: arn,
    Status: status,
    TaskMode: taskMode,
  });
  return { TaskExecutions: items.map(entry), ...next };
}

/** CancelTaskExecution: answers at once; the execution goes through CANCELLING to ERROR. */
export function cancelTaskExecution(registry: Registry, input: { TaskExecutionArn?: string }): object {
  const execution = registry.execution(input.TaskExecutionArn);
  if (isFinished(execution)) {
    throw new InvalidRequestException(
      `Task execution ${execution.arn} cannot be cancelled: it is in ${execution.status}.`,
    );
  }
  execution.cancel();
  return {};
}

/** UpdateTaskExecution: only BytesPerSecond can be changed, as in AWS. */
export function updateTaskExecution(registry: Registry, input: UpdateTaskExecutionRequest): object {
  const execution = registry.execution(input.TaskExecutionArn);
  const others = Object.keys(input.Options ?? {}).filter((name) => name !== 'BytesPerSecond');
  const rate = input.Options?.BytesPerSecond;
  if (others.length > 0 || rate === undefined || !Number.isInteger(rate) || rate < -1) {
    throw new InvalidRequestException(
      `Only BytesPerSecond (-1 or more) can be changed of a running task execution; got ${JSON.stringify(input.Options ?? {})}.`,
    );
  }
  if (isFinished(execution)) {
    throw new InvalidRequestException(
      `Task execution ${execution.arn} is in ${execution.status} and cannot be changed.`,
    );
  }
  execution.throttle.bytesPerSecond = rate;
  return {};
}

function seconds(time: Date | undefined): number | undefined {
  return time && time.getTime() / 1000;
}
