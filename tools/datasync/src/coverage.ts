import type { ExecutionRecord, TaskRecord } from './model';

/** What decides how much of the source a run copied. */
export type Scope = Pick<ExecutionRecord, 'includes' | 'excludes' | 'options'>;

/**
 * Why a run copied less than the task does when nothing is overridden, in words; empty when it copied all of it. Such
 * a run is no backup of the share, however well it ended. Pure.
 */
export function shortfalls(
  run: Scope,
  task: Pick<TaskRecord, 'includes' | 'excludes' | 'options'>,
): string[] {
  const found: string[] = [];
  const left = run.excludes.filter((pattern) => !task.excludes.includes(pattern));
  if (left.length > 0) found.push(`left out ${left.join(', ')}`);
  const narrowed =
    run.includes.length > 0 &&
    (task.includes.length === 0 || !task.includes.every((pattern) => run.includes.includes(pattern)));
  if (narrowed) found.push(`took only ${run.includes.join(', ')}`);
  if (run.options['OverwriteMode'] === 'NEVER' && task.options['OverwriteMode'] !== 'NEVER') {
    found.push('replaced nothing that was archived before');
  }
  return found;
}

/** The newest success that copied all that the task does, by the moment whose data it holds. Pure. */
export function newestBackup<E extends ExecutionRecord>(
  executions: readonly E[],
  task: Pick<TaskRecord, 'includes' | 'excludes' | 'options'>,
): E | undefined {
  return backups(executions, task).at(-1);
}

/** All successes that copied all that the task does, oldest first. Pure. */
export function backups<E extends ExecutionRecord>(
  executions: readonly E[],
  task: Pick<TaskRecord, 'includes' | 'excludes' | 'options'>,
): E[] {
  const dataTime = ({ launchedAt, startedAt }: E): number => (launchedAt ?? startedAt)?.getTime() ?? 0;
  return executions
    .filter((execution) => execution.status === 'SUCCESS' && shortfalls(execution, task).length === 0)
    .sort((one, other) => dataTime(one) - dataTime(other));
}
