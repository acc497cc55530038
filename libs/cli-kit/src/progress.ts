import type { Output } from './output';
import { formatSeconds } from './table';
import { startTerminalProgress } from './terminal-progress';

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

/** Shows progress on stderr: redrawn on a terminal, one line per begun and ended step anywhere else. */
export async function startProgress(steps: readonly Step[], output: Output): Promise<Progress> {
  return output.interactive ? startTerminalProgress(steps) : plainProgress(steps, output);
}

function plainProgress(steps: readonly Step[], output: Output): Progress {
  const titles = new Map(steps.map((step) => [step.key, step.title]));
  const begun = new Map<string, number>();
  const say = (key: string, text: string): void => output.note(`${titles.get(key) ?? key}: ${text}`);
  const seconds = (key: string): string =>
    formatSeconds((performance.now() - (begun.get(key) ?? NaN)) / 1000);
  const took = (key: string): string => (begun.has(key) ? ` (${seconds(key)})` : '');
  return {
    start: (key) => {
      begun.set(key, performance.now());
      say(key, 'started');
    },
    update: () => undefined,
    done: (key, outcome = 'done') => say(key, `${outcome}${took(key)}`),
    fail: (key, why) => say(key, `FAILED: ${why}${took(key)}`),
    stop: async () => undefined,
  };
}
