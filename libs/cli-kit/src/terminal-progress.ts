import type { ListrTaskWrapper } from 'listr2';
import type { Progress, Step } from './progress-steps';
import { formatSeconds } from './table';

type Task = ListrTaskWrapper<unknown, never, never>;

/** A step under way: listr2 runs functions, so each step is a promise that its caller settles. */
class LiveStep {
  task: Task | undefined;
  begun = performance.now();
  readonly ended: Promise<void>;
  private settle!: { resolve: () => void; reject: (error: Error) => void };

  constructor(readonly title: string) {
    this.ended = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    // A step may fail before listr2 listens to it.
    this.ended.catch(() => undefined);
  }

  say(text: string): void {
    if (this.task) this.task.title = `${this.title}: ${text}`;
  }

  end(text: string, error?: Error): void {
    this.say(`${text} (${formatSeconds((performance.now() - this.begun) / 1000)})`);
    if (error) this.settle.reject(error);
    else this.settle.resolve();
  }

  skip(): void {
    this.task?.skip(`${this.title}: not run`);
    this.settle.resolve();
  }
}

/** Progress redrawn in place, on stderr, by listr2. It is loaded only here: most runs of most commands never draw. */
export async function startTerminalProgress(steps: readonly Step[]): Promise<Progress> {
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  // stdout is for results, so what listr2 takes for stdout is stderr.
  const processOutput = new ProcessOutput(
    process.stderr as NodeJS.WriteStream,
    process.stderr as NodeJS.WriteStream,
  );
  const logger = new ListrLogger({ useIcons: false, processOutput });
  const live = new Map(steps.map((step) => [step.key, new LiveStep(step.title)]));
  const open = new Set(live.values());
  const list = new Listr(
    [...live.values()].map((step) => ({
      title: step.title,
      task: (_context: unknown, task: unknown) => {
        step.task = task as Task;
        return step.ended;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: { logger, showErrorMessage: false },
    },
  );
  const drawn = list.run();
  const close = (key: string, text: string, error?: Error): void => {
    const step = live.get(key);
    if (!step || !open.delete(step)) return;
    step.end(text, error);
  };
  return {
    start: (key) => {
      const step = live.get(key);
      if (step) step.begun = performance.now();
      step?.say('started');
    },
    update: (key, detail) => live.get(key)?.say(detail),
    done: (key, outcome = 'done') => close(key, outcome),
    fail: (key, why) => close(key, `FAILED: ${why}`, new Error(why)),
    stop: async () => {
      for (const step of open) step.skip();
      open.clear();
      await drawn;
    },
  };
}
