import type { ExecutionCounts, ExecutionRecord, ExecutionResult, TaskRecord } from '../model';

/** The task of the tests. */
export const TASK_ARN = 'arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0';

/** A task as the backup layer makes it. */
export function aTask(changes: Partial<TaskRecord> = {}): TaskRecord {
  return {
    arn: TASK_ARN,
    name: 'strata-local-transfer',
    status: 'AVAILABLE',
    mode: 'BASIC',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    sourceLocationArn: 'arn:aws:datasync:eu-central-1:123456789012:location/loc-0123456789abcdef0',
    destinationLocationArn: 'arn:aws:datasync:eu-central-1:123456789012:location/loc-0123456789abcdef1',
    logGroupArn: undefined,
    options: {
      VerifyMode: 'ONLY_FILES_TRANSFERRED',
      OverwriteMode: 'ALWAYS',
      Atime: 'BEST_EFFORT',
      Mtime: 'PRESERVE',
      PreserveDeletedFiles: 'PRESERVE',
      TransferMode: 'CHANGED',
      LogLevel: 'TRANSFER',
    },
    includes: [],
    excludes: ['/.strata'],
    schedule: { expression: 'rate(12 hours)', enabled: true },
    ...changes,
  };
}

interface ExecutionChanges extends Partial<Omit<ExecutionRecord, 'counts' | 'result'>> {
  readonly counts?: Partial<ExecutionCounts>;
  readonly result?: Partial<ExecutionResult>;
}

let made = 0;

/** A successful run of `aTask` that took ten minutes. */
export function anExecution({ counts, result, ...changes }: ExecutionChanges = {}): ExecutionRecord {
  made += 1;
  const startedAt = changes.startedAt ?? new Date('2026-03-10T00:00:00Z');
  const ended = changes.status === undefined || /^(SUCCESS|ERROR)$/.test(changes.status);
  return {
    arn: `${TASK_ARN}/execution/exec-${made.toString(16).padStart(17, '0')}`,
    status: 'SUCCESS',
    mode: 'BASIC',
    options: aTask().options,
    includes: [],
    excludes: ['/.strata'],
    startedAt,
    launchedAt: startedAt,
    endedAt: ended ? new Date(startedAt.getTime() + 600_000) : undefined,
    ...changes,
    counts: {
      estimatedFiles: 3,
      estimatedBytes: 3000,
      filesTransferred: 3,
      filesVerified: 3,
      filesSkipped: 5,
      filesDeleted: 0,
      foldersTransferred: 1,
      bytesTransferred: 3000,
      bytesWritten: 3000,
      failed: { list: 0, prepare: 0, transfer: 0, verify: 0, delete: 0 },
      ...counts,
    },
    result: {
      prepareMs: 1000,
      transferMs: 500_000,
      verifyMs: 99_000,
      totalMs: 600_000,
      verifyStatus: 'SUCCESS',
      errorCode: undefined,
      errorDetail: undefined,
      ...result,
    },
  };
}
