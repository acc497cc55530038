import { secondsBetween } from '../amounts';
import { newestBackup } from '../coverage';
import { dataTimeOf, type ExecutionRecord, isEnded, rememberedSince, type TaskRecord } from '../model';

/** What the objective is compared with. */
export interface StatusInput {
  readonly task: Pick<TaskRecord, 'arn' | 'createdAt' | 'includes' | 'excludes' | 'options' | 'schedule'>;
  readonly executions: readonly ExecutionRecord[];
  readonly rpoMinutes: number;
  /** AWS's time. */
  readonly now: Date;
}

/** A task against the RPO. */
export interface TransferStatus {
  readonly taskArn: string;
  readonly rpoSeconds: number;
  /** The newest run that succeeded and copied all that the task does. */
  readonly lastSuccess: ExecutionRecord | undefined;
  /** Seconds since the moment whose data it holds; undefined when there is none. */
  readonly ageSeconds: number | undefined;
  readonly met: boolean;
  /** The task is older than what AWS remembers of its runs: none that is known does not mean that there was none. */
  readonly forgets: boolean;
  /** Of the newest run, when it came after the last success and failed. */
  readonly lastFailure: ExecutionRecord | undefined;
  readonly underWay: ExecutionRecord | undefined;
  readonly schedule: TaskRecord['schedule'];
}

/**
 * Compares the age of the newest backup with the RPO. The age counts from when the run began to look at the source:
 * what was written later may not be in it. Without any backup the objective is missed. Pure.
 */
export function statusOf({ task, executions, rpoMinutes, now }: StatusInput): TransferStatus {
  const rpoSeconds = rpoMinutes * 60;
  const lastSuccess = newestBackup(executions, task);
  const dataTime = lastSuccess && dataTimeOf(lastSuccess);
  // Clocks that differ a little make no negative ages.
  const ageSeconds = dataTime && Math.max(0, secondsBetween(dataTime, now));
  const newest = executions.toSorted((one, other) => startOf(other) - startOf(one));
  const ended = newest.find(isEnded);
  const failedSince = ended?.status === 'ERROR' && startOf(ended) > (lastSuccess ? startOf(lastSuccess) : -1);
  return {
    taskArn: task.arn,
    rpoSeconds,
    lastSuccess,
    ageSeconds,
    forgets: task.createdAt === undefined || task.createdAt < rememberedSince(now),
    met: ageSeconds !== undefined && ageSeconds <= rpoSeconds,
    lastFailure: failedSince ? ended : undefined,
    underWay: newest.find((execution) => !isEnded(execution)),
    schedule: task.schedule,
  };
}

function startOf({ startedAt }: ExecutionRecord): number {
  return startedAt?.getTime() ?? 0;
}
