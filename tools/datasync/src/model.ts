import type { FailureLog } from './failure-lines';

/** Task options by AWS's names (`VerifyMode`, `BytesPerSecond`, …), as API_Options has them. */
export type TransferOptions = Readonly<Record<string, string | number>>;

/** A DataSync task: what is copied from where to where, and how. */
export interface TaskRecord {
  readonly arn: string;
  readonly name: string | undefined;
  /** `AVAILABLE`, `CREATING`, `QUEUED`, `RUNNING` or `UNAVAILABLE`. */
  readonly status: string;
  readonly mode: string;
  readonly createdAt: Date | undefined;
  readonly sourceLocationArn: string;
  readonly destinationLocationArn: string;
  readonly logGroupArn: string | undefined;
  readonly options: TransferOptions;
  /** Patterns, one each. */
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  readonly schedule: { readonly expression: string; readonly enabled: boolean } | undefined;
}

/** Statuses of an execution, in the order in which one goes through them. */
export const EXECUTION_PHASES = ['QUEUED', 'LAUNCHING', 'PREPARING', 'TRANSFERRING', 'VERIFYING'] as const;

/**
 * What an execution did, as far as DataSync tells. Basic mode counts folders among the files and does not tell what
 * failed or was listed; those are undefined then.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_DescribeTaskExecution.html
 */
export interface ExecutionCounts {
  readonly estimatedFiles: number;
  readonly estimatedBytes: number;
  readonly filesTransferred: number;
  readonly filesVerified: number;
  readonly filesSkipped: number;
  readonly filesDeleted: number;
  readonly foldersTransferred: number | undefined;
  readonly bytesTransferred: number;
  readonly bytesWritten: number;
  /** Files and folders together, by what they failed in. */
  readonly failed: FailedCounts | undefined;
}

/** Items that failed, files and folders together. */
export interface FailedCounts {
  readonly list: number;
  readonly prepare: number;
  readonly transfer: number;
  readonly verify: number;
  readonly delete: number;
}

/** How an execution came out. Durations in milliseconds, undefined for what has not ended. */
export interface ExecutionResult {
  readonly prepareMs: number | undefined;
  readonly transferMs: number | undefined;
  readonly verifyMs: number | undefined;
  readonly totalMs: number | undefined;
  /** `PENDING`, `SUCCESS` or `ERROR`. */
  readonly verifyStatus: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorDetail: string | undefined;
}

/** One run of a task. */
export interface ExecutionRecord {
  readonly arn: string;
  /** One of EXECUTION_PHASES, or `CANCELLING`, `SUCCESS`, `ERROR`. */
  readonly status: string;
  readonly mode: string;
  readonly options: TransferOptions;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  /** When it was asked for. */
  readonly startedAt: Date | undefined;
  /** When it left the queue. */
  readonly launchedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly counts: ExecutionCounts;
  readonly result: ExecutionResult;
  /** What its log tells of failures, where that was read because nothing else says what failed and why. */
  readonly failureLog?: FailureLog;
}

/**
 * Days for which AWS remembers an execution: a quota that cannot be raised. What is older is not listed any more.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/datasync-limits.html (task execution history)
 */
export const REMEMBERED_DAYS = 30;

/** Since when AWS remembers executions. Pure. */
export function rememberedSince(now: Date): Date {
  return new Date(now.getTime() - REMEMBERED_DAYS * 86_400_000);
}

/** Whether an execution in this status has come to its end. */
export function isEnded({ status }: Pick<ExecutionRecord, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'ERROR';
}

/** The last part of an ARN: `exec-…` of an execution, `task-…` of a task. */
export function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The moment whose data an execution holds: when it began to look, so that nothing later is promised. */
export function dataTimeOf({
  launchedAt,
  startedAt,
}: Pick<ExecutionRecord, 'launchedAt' | 'startedAt'>): Date | undefined {
  return launchedAt ?? startedAt;
}
