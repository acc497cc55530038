import type { FilterRule, Options, TagListEntry, TaskSchedule } from '@aws-sdk/client-datasync';
import type { Counters } from './engine/counters';
import type { Throttle } from './engine/throttle';

/** Tags by key. */
export type Tags = Map<string, string>;

/** All options, none left open: what `Options` becomes when defaults are applied. */
export type ResolvedOptions = { readonly [K in keyof Options]-?: NonNullable<Options[K]> };

interface LocationBase {
  readonly arn: string;
  readonly region: string;
  readonly creationTime: Date;
  readonly tags: Tags;
  /** As AWS shows it: leading and trailing slash. */
  subdirectory: string;
}

export interface EfsLocation extends LocationBase {
  readonly type: 'efs';
  readonly fileSystemId: string;
  readonly ec2Config: { readonly SubnetArn: string; readonly SecurityGroupArns: readonly string[] };
  accessPointArn: string | undefined;
  fileSystemAccessRoleArn: string | undefined;
  /** As given: AWS, too, shows none where none was given, and Terraform would take `NONE` for a change. */
  inTransitEncryption: 'NONE' | 'TLS1_2' | undefined;
}

export interface S3Location extends LocationBase {
  readonly type: 's3';
  readonly bucket: string;
  storageClass: string;
  roleArn: string;
}

export type Location = EfsLocation | S3Location;

export interface Task {
  readonly arn: string;
  readonly region: string;
  readonly creationTime: Date;
  readonly tags: Tags;
  readonly sourceLocationArn: string;
  readonly destinationLocationArn: string;
  readonly taskMode: 'BASIC' | 'ENHANCED';
  name: string | undefined;
  logGroupArn: string | undefined;
  options: ResolvedOptions;
  includes: readonly FilterRule[];
  excludes: readonly FilterRule[];
  schedule:
    { readonly ScheduleExpression: string; readonly Status: NonNullable<TaskSchedule['Status']> } | undefined;
  scheduleUpdated: Date;
}

/** https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html#understand-task-execution-statuses */
export type ExecutionStatus =
  'QUEUED' | 'CANCELLING' | 'LAUNCHING' | 'PREPARING' | 'TRANSFERRING' | 'VERIFYING' | 'SUCCESS' | 'ERROR';

export type PhaseStatus = 'PENDING' | 'SUCCESS' | 'ERROR';

/** `Result` of a DescribeTaskExecution; durations in milliseconds. */
export interface ExecutionResult {
  PrepareDuration?: number;
  PrepareStatus: PhaseStatus;
  TransferDuration?: number;
  TransferStatus: PhaseStatus;
  VerifyDuration?: number;
  VerifyStatus: PhaseStatus;
  TotalDuration?: number;
  ErrorCode?: string;
  ErrorDetail?: string;
}

export interface Execution {
  readonly arn: string;
  readonly task: Task;
  readonly options: ResolvedOptions;
  readonly includes: readonly FilterRule[];
  readonly excludes: readonly FilterRule[];
  readonly tags: Tags;
  readonly startTime: Date;
  readonly counters: Counters;
  readonly result: ExecutionResult;
  readonly throttle: Throttle;
  readonly cancellation: AbortController;
  /** Asks the run to stop; it goes through CANCELLING to ERROR. */
  cancel: () => void;
  /** Settles when the run and its clean-up have ended; never rejects. */
  done: Promise<void>;
  launchTime?: Date;
  endTime?: Date;
  status: ExecutionStatus;
}

/** Has the execution ended, one way or the other? */
export function isFinished(execution: Execution): boolean {
  return execution.status === 'SUCCESS' || execution.status === 'ERROR';
}

/** Tags of a request, the later of two equal keys winning. */
export function tagMap(tags: readonly TagListEntry[] | undefined): Tags {
  return new Map((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}
