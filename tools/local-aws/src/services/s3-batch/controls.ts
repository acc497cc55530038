/** Tags by which a test commands how jobs behave: on the job (`Tags` of CreateJob), else on the manifest's bucket. */
export const CONTROL_TAGS = {
  /** How long each task takes longer, milliseconds. */
  taskMs: 'local-aws:batch-task-ms',
  /** How many tasks are under way at once. */
  concurrency: 'local-aws:batch-concurrency',
} as const;

/** How a job is paced. */
export interface Pace {
  readonly taskMs: number;
  readonly concurrency: number;
}

/** Reads the pace; what is no number counts for nothing. */
export function paceOf(tags: ReadonlyMap<string, string>, standard: Pace): Pace {
  const number = (key: string, least: number, otherwise: number) => {
    const value = Number(tags.get(key) ?? NaN);
    return Number.isInteger(value) && value >= least ? value : otherwise;
  };
  return {
    taskMs: number(CONTROL_TAGS.taskMs, 0, standard.taskMs),
    concurrency: number(CONTROL_TAGS.concurrency, 1, standard.concurrency),
  };
}
