import type { Output } from './output';
import type { Progress, Step } from './progress-steps';
import { formatSeconds } from './table';
import { startTerminalProgress } from './terminal-progress';

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
