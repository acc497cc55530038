import type {
  CreateTaskRequest,
  ListTasksRequest,
  TaskFilter,
  TaskSchedule,
  UpdateTaskRequest,
} from '@aws-sdk/client-datasync';
import { newId, parseArn, taskArn } from '../arns';
import { InvalidRequestException, notInEnum } from '../errors';
import { checkFilterRules } from '../filters';
import type { Location, Task } from '../model';
import { tagMap } from '../model';
import { DEFAULT_OPTIONS, resolveOptions } from '../options';
import type { Registry } from '../registry';
import type { Call } from './call';
import { compare, compareTimes } from './locations';
import { page } from './paging';

/** The storage class option checks depend on; `undefined` for a file system. */
export function destinationClass(destination: Location): string | undefined {
  return destination.type === 's3' ? destination.storageClass : undefined;
}

/** CreateTask between an EFS and an S3 location, either way. */
export function createTask(call: Call, input: CreateTaskRequest): object {
  const source = call.registry.location(input.SourceLocationArn, 'sourceLocationArn');
  const destination = call.registry.location(input.DestinationLocationArn, 'destinationLocationArn');
  if (source.arn === destination.arn) {
    throw new InvalidRequestException('Source and destination location must not be the same.');
  }
  const taskMode = input.TaskMode ?? 'BASIC';
  if (taskMode !== 'BASIC' && taskMode !== 'ENHANCED')
    throw notInEnum('taskMode', taskMode, ['ENHANCED', 'BASIC']);
  if (taskMode === 'ENHANCED' && (source.type === 'efs' || destination.type === 'efs')) {
    throw new InvalidRequestException('Task mode ENHANCED does not support Amazon EFS locations. Use BASIC.');
  }
  checkFilterRules(input.Includes ?? [], 'includes');
  checkFilterRules(input.Excludes ?? [], 'excludes');
  refuseUnsupported(input);
  const task: Task = {
    arn: taskArn(call.home, newId('task')),
    region: call.home.region,
    creationTime: call.now(),
    tags: tagMap(input.Tags),
    sourceLocationArn: source.arn,
    destinationLocationArn: destination.arn,
    taskMode,
    name: input.Name,
    logGroupArn: checkLogGroup(input.CloudWatchLogGroupArn),
    options: resolveOptions(DEFAULT_OPTIONS, input.Options, destinationClass(destination)),
    includes: input.Includes ?? [],
    excludes: input.Excludes ?? [],
    schedule: checkSchedule(input.Schedule),
    scheduleUpdated: call.now(),
  };
  call.registry.tasks.set(task.arn, task);
  return { TaskArn: task.arn };
}

/** UpdateTask: what is left out stays; empty filters, name, log group or schedule are taken away. */
export function updateTask(call: Call, input: UpdateTaskRequest): object {
  const task = call.registry.task(input.TaskArn);
  const destination = call.registry.location(task.destinationLocationArn);
  checkFilterRules(input.Includes ?? [], 'includes');
  checkFilterRules(input.Excludes ?? [], 'excludes');
  refuseUnsupported(input);
  const options = resolveOptions(task.options, input.Options, destinationClass(destination));
  const schedule = input.Schedule === undefined ? task.schedule : checkSchedule(input.Schedule);
  const logGroupArn =
    input.CloudWatchLogGroupArn === undefined ? task.logGroupArn : checkLogGroup(input.CloudWatchLogGroupArn);
  if (input.Schedule !== undefined) task.scheduleUpdated = call.now();
  Object.assign(task, {
    options,
    schedule,
    logGroupArn,
    name: input.Name === undefined ? task.name : input.Name || undefined,
    includes: input.Includes ?? task.includes,
    excludes: input.Excludes ?? task.excludes,
  });
  return {};
}

/** DescribeTask. */
export function describeTask(registry: Registry, input: { TaskArn?: string }): object {
  const task = registry.task(input.TaskArn);
  const current = registry.pending(task)[0];
  return {
    TaskArn: task.arn,
    Status: statusOf(registry, task),
    Name: task.name,
    CurrentTaskExecutionArn: current?.arn,
    SourceLocationArn: task.sourceLocationArn,
    DestinationLocationArn: task.destinationLocationArn,
    CloudWatchLogGroupArn: task.logGroupArn,
    Options: task.options,
    Includes: task.includes,
    Excludes: task.excludes,
    Schedule: task.schedule,
    ScheduleDetails: task.schedule && { StatusUpdateTime: task.scheduleUpdated.getTime() / 1000 },
    CreationTime: task.creationTime.getTime() / 1000,
    TaskMode: task.taskMode,
  };
}

/** ListTasks of one Region, with filters and paging. */
export function listTasks(registry: Registry, region: string, input: ListTasksRequest): object {
  const all = [...registry.tasks.values()].filter(
    (task) => task.region === region && (input.Filters ?? []).every((filter) => passes(task, filter)),
  );
  const { items, next } = page(all, input.MaxResults, input.NextToken);
  const entry = (task: Task) => ({
    TaskArn: task.arn,
    Status: statusOf(registry, task),
    Name: task.name,
    TaskMode: task.taskMode,
  });
  return { Tasks: items.map(entry), ...next };
}

/** DeleteTask: cancels what runs, then forgets the task and its executions. */
export async function deleteTask(registry: Registry, input: { TaskArn?: string }): Promise<object> {
  const task = registry.task(input.TaskArn);
  const executions = [...registry.executions.values()].filter((execution) => execution.task === task);
  for (const execution of registry.pending(task)) execution.cancel();
  await Promise.all(executions.map((execution) => execution.done));
  for (const execution of executions) registry.executions.delete(execution.arn);
  registry.tasks.delete(task.arn);
  return {};
}

function statusOf(registry: Registry, task: Task): 'AVAILABLE' | 'QUEUED' | 'RUNNING' {
  const [current] = registry.pending(task);
  if (!current) return 'AVAILABLE';
  return current.status === 'QUEUED' ? 'QUEUED' : 'RUNNING';
}

function passes(task: Task, { Name, Values = [], Operator }: TaskFilter): boolean {
  const values = Values as string[];
  if (Name === 'CreationTime') return compareTimes(task.creationTime, Operator, values);
  if (Name !== 'LocationId') throw notInEnum('filters.name', Name, ['LocationId', 'CreationTime']);
  return [task.sourceLocationArn, task.destinationLocationArn].some((arn) => compare(arn, Operator, values));
}

function checkLogGroup(arn: string | undefined): string | undefined {
  if (!arn) return undefined;
  parseArn('logGroup', arn, 'cloudWatchLogGroupArn');
  return arn;
}

function checkSchedule(schedule: TaskSchedule | undefined): Task['schedule'] {
  const expression = schedule?.ScheduleExpression;
  if (!expression) return undefined;
  if (
    expression.length > 256 ||
    !/^(?:cron\([^()]+\)|rate\(\d+ +(?:minutes?|hours?|days?)\))$/.test(expression)
  ) {
    throw new InvalidRequestException(
      `Invalid ScheduleExpression '${expression}': use rate(<number> hours|days) or cron(<six fields>).`,
    );
  }
  if (schedule.Status !== undefined && !['ENABLED', 'DISABLED'].includes(schedule.Status)) {
    throw notInEnum('schedule.status', schedule.Status, ['ENABLED', 'DISABLED']);
  }
  return { ScheduleExpression: expression, Status: schedule.Status ?? 'ENABLED' };
}

/** Manifests and task reports are not emulated; silence would look like success. */
export function refuseUnsupported(input: { ManifestConfig?: unknown; TaskReportConfig?: unknown }): void {
  for (const name of ['ManifestConfig', 'TaskReportConfig'] as const) {
    const value = input[name];
    if (value && Object.keys(value).length > 0) {
      throw new InvalidRequestException(`${name} is not supported by the local DataSync.`);
    }
  }
}
