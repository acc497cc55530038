import { secondsBetween } from '../amounts';
import { backups, shortfalls } from '../coverage';
import { dataTimeOf, type ExecutionRecord, isEnded, rememberedSince, type TaskRecord } from '../model';

/** What a history is made of. */
export interface HistoryInput {
  readonly task: Pick<TaskRecord, 'createdAt' | 'includes' | 'excludes' | 'options'>;
  /** All that DataSync knows of, also before `since`. */
  readonly executions: readonly ExecutionRecord[];
  /** Where the history is to begin. */
  readonly since: Date;
  /** AWS's time. */
  readonly now: Date;
  readonly rpoMinutes: number;
}

/** One execution in a history. */
export interface HistoryEntry {
  readonly execution: ExecutionRecord;
  /** Why it is no backup of all that the task copies; empty when it is one, or did not succeed. */
  readonly shortfalls: readonly string[];
}

/** A time in which only older data could have been gone back to. */
export interface Gap {
  /** The moment whose data the backup before holds; without one, where the history begins. */
  readonly from: Date;
  /** When the next backup was complete; now when there was none yet. */
  readonly to: Date;
  readonly seconds: number;
  /** It has not been closed by a backup yet. */
  readonly open: boolean;
}

/** Executions of a time, and what they were worth. */
export interface History {
  /** Where it begins: no earlier than AWS remembers. */
  readonly since: Date;
  /** Whether it was to begin earlier. */
  readonly cut: boolean;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly succeeded: number;
  readonly failed: number;
  readonly underWay: number;
  /** Succeeded of those that have ended, 0 to 1; undefined when none has. */
  readonly successRate: number | undefined;
  readonly rpoSeconds: number;
  readonly longestGap: Gap;
  readonly rpoKept: boolean;
}

/**
 * What happened since a moment, and the longest time in which a disaster would have cost the most work: from the data
 * of one backup (when its run began to look) to the end of the next. A run that copied only part of what the task
 * copies closes no gap. What AWS has forgotten is no gap either: the history begins where its memory does. Pure.
 */
export function planHistory({ task, executions, since: asked, now, rpoMinutes }: HistoryInput): History {
  const remembered = rememberedSince(now);
  const cut = asked < remembered;
  const since = cut ? remembered : asked;
  const entries = executions
    .filter(
      ({ startedAt, status }) => !isEnded({ status }) || (startedAt !== undefined && startedAt >= since),
    )
    .map((execution) => ({
      execution,
      shortfalls: execution.status === 'SUCCESS' ? shortfalls(execution, task) : [],
    }))
    .sort((one, other) => timeOf(other.execution) - timeOf(one.execution));
  const count = (status: string): number =>
    entries.filter(({ execution }) => execution.status === status).length;
  const [succeeded, failed] = [count('SUCCESS'), count('ERROR')];
  const longestGap = longest(gapsOf(task, executions, since, now));
  const rpoSeconds = rpoMinutes * 60;
  return {
    since,
    cut,
    entries,
    succeeded,
    failed,
    underWay: entries.length - succeeded - failed,
    successRate: succeeded + failed === 0 ? undefined : succeeded / (succeeded + failed),
    rpoSeconds,
    longestGap,
    rpoKept: longestGap.seconds <= rpoSeconds,
  };
}

function gapsOf(
  task: HistoryInput['task'],
  executions: readonly ExecutionRecord[],
  since: Date,
  now: Date,
): Gap[] {
  const gaps: Gap[] = [];
  // Before the task was there nothing was promised.
  let from = task.createdAt !== undefined && task.createdAt > since ? task.createdAt : since;
  for (const backup of backups(executions, task)) {
    const [data, end] = [dataTimeOf(backup), backup.endedAt ?? dataTimeOf(backup)];
    if (data === undefined || end === undefined) continue;
    if (end >= since) gaps.push(gap(from, end, false));
    from = data;
  }
  return [...gaps, gap(from, now, true)];
}

function gap(from: Date, to: Date, open: boolean): Gap {
  return { from, to, seconds: Math.max(0, secondsBetween(from, to)), open };
}

function longest(gaps: readonly Gap[]): Gap {
  return gaps.reduce((most, each) => (each.seconds > most.seconds ? each : most));
}

function timeOf({ startedAt }: ExecutionRecord): number {
  return startedAt?.getTime() ?? 0;
}
