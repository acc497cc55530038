import { InvalidRunError, OtherRunUnderWayError } from '../errors';
import { patternFaults } from '../filters';
import { type ExecutionRecord, isEnded, type TaskRecord, type TransferOptions } from '../model';
import { combinationFaults, parseOverrides } from './overrides';

/** What a run is asked to be, as the command line has it. */
export interface RunWish {
  /** `Name=value`, each. */
  readonly overrides: readonly string[];
  /** In place of the task's own; empty leaves them. */
  readonly include: readonly string[];
  /** Beside the task's own. */
  readonly exclude: readonly string[];
}

/** What is known when a run is planned. */
export interface RunSurroundings {
  readonly task: TaskRecord;
  /** What objects are written with. */
  readonly storageClass: string;
  /** Executions of the task that have not ended. */
  readonly underWay: readonly ExecutionRecord[];
}

/** The start of a run, or the one under way that is joined. */
export type RunPlan =
  | {
      readonly action: 'start';
      readonly reason: string;
      /** What differs from the task's own. */
      readonly options: TransferOptions;
      readonly includes: readonly string[] | undefined;
      readonly excludes: readonly string[] | undefined;
    }
  | { readonly action: 'join'; readonly reason: string; readonly executionArn: string };

/**
 * Decides whether a run is started or one under way is joined: never two at once, for the second would only find what
 * the first is copying. Of several under way the one that was asked for last is joined; it sees the newest data. Pure.
 *
 * @throws InvalidRunError naming all faults; OtherRunUnderWayError when what runs is not what is wished for
 */
export function planRun(wish: RunWish, { task, storageClass, underWay }: RunSurroundings): RunPlan {
  const { options, faults } = parseOverrides(wish.overrides);
  const merged = { ...task.options, ...options };
  const all = [
    ...faults,
    ...combinationFaults(merged, { mode: task.mode, storageClass }),
    ...patternFaults('include', wish.include),
    ...patternFaults('exclude', wish.exclude),
  ];
  if (all.length > 0) throw new InvalidRunError(all);

  const includes = wish.include.length > 0 ? unique(wish.include) : undefined;
  const excludes = wish.exclude.length > 0 ? unique([...task.excludes, ...wish.exclude]) : undefined;
  const [current] = underWay
    .filter((execution) => !isEnded(execution))
    .sort((one, other) => startOf(other) - startOf(one));
  if (current === undefined) {
    return { action: 'start', reason: 'no run of the task is under way', options, includes, excludes };
  }
  const differences = [
    ...differing('include', includes, current.includes),
    ...differing('exclude', excludes, current.excludes),
    ...Object.entries(options)
      .filter(([name, value]) => name !== 'TaskQueueing' && current.options[name] !== value)
      .map(([name]) => `it has ${name}=${current.options[name] ?? 'unset'}`),
  ];
  if (differences.length > 0) throw new OtherRunUnderWayError(current.arn, differences);
  return {
    action: 'join',
    reason: `a run is under way already (${current.status})`,
    executionArn: current.arn,
  };
}

function differing(kind: string, wished: readonly string[] | undefined, got: readonly string[]): string[] {
  if (wished === undefined || sameSet(wished, got)) return [];
  return [`it has ${got.length === 0 ? `no ${kind} patterns` : `the ${kind} patterns ${got.join('|')}`}`];
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join('|') === [...other].sort().join('|');
}

function unique(patterns: readonly string[]): string[] {
  return [...new Set(patterns)];
}

function startOf({ startedAt }: ExecutionRecord): number {
  return startedAt?.getTime() ?? 0;
}
