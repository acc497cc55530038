/** One step that progress shows. */
export interface Step {
  /** What the caller calls it by. */
  readonly key: string;
  /** What people read. */
  readonly title: string;
}

/** Progress over a known list of steps, some of which may run side by side. */
export interface Progress {
  /** The step has begun; its seconds are counted from here. */
  start(key: string): void;
  /** What the step is at. Shown on a terminal only: elsewhere it would be a flood. */
  update(key: string, detail: string): void;
  /** The step is done, with a word on the outcome. */
  done(key: string, outcome?: string): void;
  /** The step failed, with a word on why. */
  fail(key: string, why: string): void;
  /** Leaves the terminal clean. Steps never begun are shown as not run. Call it always, also after a failure. */
  stop(): Promise<void>;
}
