import {
  CancelTaskExecutionCommand,
  DescribeTaskExecutionCommand,
  type DescribeTaskExecutionCommandOutput,
  type Options,
  paginateListTaskExecutions,
  StartTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import { errorCode } from '@strata/aws';
import { NoSuchExecutionError, NoSuchTaskError } from '../errors';
import type { ExecutionCounts, ExecutionRecord, FailedCounts, TransferOptions } from '../model';
import { idOf } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named, saysNotFound } from './named';
import { optionsOf, rulesOf } from './tasks';

/** An execution as a listing shows it. */
export interface ListedExecution {
  readonly arn: string;
  readonly status: string;
}

/** What a run is started with, beyond what the task says. Undefined leaves the task's own. */
export interface RunRequest {
  readonly options: TransferOptions;
  readonly includes: readonly string[] | undefined;
  readonly excludes: readonly string[] | undefined;
}

/** Lists the executions of a task, in no promised order. @throws NoSuchTaskError, and errors of AWS in words */
export async function listExecutions(
  connections: Connections,
  taskArn: string,
  signal?: AbortSignal,
): Promise<ListedExecution[]> {
  const listed: ListedExecution[] = [];
  const pages = paginateListTaskExecutions(
    { client: connections.datasync, pageSize: 100 },
    { TaskArn: taskArn },
    abortable(signal),
  );
  const read = async (): Promise<void> => {
    for await (const { TaskExecutions = [] } of pages) {
      for (const { TaskExecutionArn = '', Status = '' } of TaskExecutions) {
        listed.push({ arn: TaskExecutionArn, status: Status });
      }
    }
  };
  await named(connections, 'datasync:ListTaskExecutions', taskArn, read()).catch((error: unknown) => {
    throw saysNotFound(error) ? new NoSuchTaskError(taskArn, { cause: error }) : error;
  });
  return listed;
}

/** Describes an execution. @throws NoSuchExecutionError, and errors of AWS in words */
export async function describeExecution(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<ExecutionRecord> {
  const command = new DescribeTaskExecutionCommand({ TaskExecutionArn: arn });
  const call = connections.datasync.send(command, abortable(signal));
  const answer = await named(connections, 'datasync:DescribeTaskExecution', arn, call).catch(
    (error: unknown) => {
      const [taskArn = ''] = arn.split('/execution/');
      throw saysNotFound(error) ? new NoSuchExecutionError(idOf(arn), taskArn, { cause: error }) : error;
    },
  );
  return executionRecord(arn, answer);
}

/**
 * Starts a run, once: see `datasyncOnce`.
 *
 * @returns its ARN
 */
export async function startExecution(
  connections: Connections,
  taskArn: string,
  { options, includes, excludes }: RunRequest,
  signal?: AbortSignal,
): Promise<string> {
  const command = new StartTaskExecutionCommand({
    TaskArn: taskArn,
    OverrideOptions: options as Options,
    ...(includes ? { Includes: rules(includes) } : {}),
    ...(excludes ? { Excludes: rules(excludes) } : {}),
  });
  const call = connections.datasyncOnce.send(command, abortable(signal));
  const { TaskExecutionArn = '' } = await named(connections, 'datasync:StartTaskExecution', taskArn, call);
  if (TaskExecutionArn === '')
    throw new Error(`The answer to StartTaskExecution of ${taskArn} names no execution`);
  return TaskExecutionArn;
}

/** Asks an execution to stop; it goes through CANCELLING to ERROR. One that has ended already is left as it is. */
export async function cancelExecution(connections: Connections, arn: string): Promise<void> {
  const call = connections.datasync.send(new CancelTaskExecutionCommand({ TaskExecutionArn: arn }));
  await named(connections, 'datasync:CancelTaskExecution', arn, call).catch(async (error: unknown) => {
    const { status } = await describeExecution(connections, arn);
    if (errorCode(error) !== 'InvalidRequestException' || !/^(SUCCESS|ERROR|CANCELLING)$/.test(status)) {
      throw error;
    }
  });
}

/** No rule at all takes the task's own away; several patterns are one rule. */
function rules(patterns: readonly string[]) {
  if (patterns.length === 0) return [];
  return [{ FilterType: 'SIMPLE_PATTERN' as const, Value: patterns.join('|') }];
}

function executionRecord(arn: string, answer: DescribeTaskExecutionCommandOutput): ExecutionRecord {
  const { Result = {} } = answer;
  return {
    arn,
    status: answer.Status ?? '',
    mode: answer.TaskMode ?? 'BASIC',
    options: optionsOf(answer.Options),
    includes: rulesOf(answer.Includes),
    excludes: rulesOf(answer.Excludes),
    startedAt: answer.StartTime,
    launchedAt: answer.LaunchTime,
    endedAt: answer.EndTime,
    counts: countsOf(answer),
    result: {
      prepareMs: Result.PrepareDuration,
      transferMs: Result.TransferDuration,
      verifyMs: Result.VerifyDuration,
      totalMs: Result.TotalDuration,
      verifyStatus: Result.VerifyStatus,
      errorCode: Result.ErrorCode || undefined,
      errorDetail: Result.ErrorDetail || undefined,
    },
  };
}

function countsOf(answer: DescribeTaskExecutionCommandOutput): ExecutionCounts {
  return {
    estimatedFiles: answer.EstimatedFilesToTransfer ?? 0,
    estimatedBytes: answer.EstimatedBytesToTransfer ?? 0,
    filesTransferred: answer.FilesTransferred ?? 0,
    filesVerified: answer.FilesVerified ?? 0,
    filesSkipped: answer.FilesSkipped ?? 0,
    filesDeleted: answer.FilesDeleted ?? 0,
    foldersTransferred: answer.FoldersTransferred,
    bytesTransferred: answer.BytesTransferred ?? 0,
    bytesWritten: answer.BytesWritten ?? 0,
    failed: failedOf(answer),
  };
}

function failedOf({
  FilesFailed,
  FoldersFailed,
}: DescribeTaskExecutionCommandOutput): FailedCounts | undefined {
  if (FilesFailed === undefined && FoldersFailed === undefined) return undefined;
  const both = (name: 'Prepare' | 'Transfer' | 'Verify' | 'Delete'): number =>
    (FilesFailed?.[name] ?? 0) + (FoldersFailed?.[name] ?? 0);
  return {
    list: FoldersFailed?.List ?? 0,
    prepare: both('Prepare'),
    transfer: both('Transfer'),
    verify: both('Verify'),
    delete: both('Delete'),
  };
}
