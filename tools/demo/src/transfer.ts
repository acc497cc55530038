import {
  DataSyncClient,
  DescribeTaskExecutionCommand,
  type DescribeTaskExecutionCommandOutput,
  StartTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import { type AwsTarget, clientOptions } from '@strata/aws';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a run of the task ended. */
export interface TransferRun {
  readonly status: string;
  readonly filesTransferred: number;
  readonly bytesTransferred: number;
  readonly seconds: number;
  /** DataSync's own words, for a run that failed. */
  readonly error?: string;
}

/** The states in which an execution stays: https://docs.aws.amazon.com/datasync/latest/userguide/understand-task-statuses.html */
const ENDED: ReadonlySet<string> = new Set(['SUCCESS', 'ERROR']);
const POLL_MS = 250;

/** Runs the task once and waits for its end. `onStatus` hears of each state that was seen. */
export async function runTransfer(
  target: AwsTarget,
  taskArn: string,
  signal: AbortSignal,
  onStatus: (status: string, filesTransferred: number) => void,
): Promise<TransferRun> {
  const client = new DataSyncClient(clientOptions(target));
  const startedAt = performance.now();
  try {
    const { TaskExecutionArn } = await client.send(new StartTaskExecutionCommand({ TaskArn: taskArn }));
    for (;;) {
      const execution = await client.send(new DescribeTaskExecutionCommand({ TaskExecutionArn }));
      onStatus(execution.Status ?? '', execution.FilesTransferred ?? 0);
      if (ENDED.has(execution.Status ?? '')) return ended(execution, (performance.now() - startedAt) / 1000);
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    client.destroy();
  }
}

function ended(execution: DescribeTaskExecutionCommandOutput, seconds: number): TransferRun {
  const { Result } = execution;
  return {
    status: execution.Status ?? '',
    filesTransferred: execution.FilesTransferred ?? 0,
    bytesTransferred: execution.BytesTransferred ?? 0,
    seconds,
    ...(Result?.ErrorCode ? { error: `${Result.ErrorCode}: ${Result.ErrorDetail ?? ''}` } : {}),
  };
}
