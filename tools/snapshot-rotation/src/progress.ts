import { type Output, plural, startProgress } from '@strata/cli-kit';
import type { ItemResult, Outcome } from './outcome';

/** Progress over a number of items of one kind. */
export interface CountedProgress {
  /** One more has ended. */
  ended(item: ItemResult): void;
  /** Leaves the terminal clean. May be called more than once. */
  stop(): Promise<void>;
}

/** Shows on stderr how many of so many snapshots are through: redrawn on a terminal, two lines anywhere else. */
export async function startCounted(doing: string, total: number, output: Output): Promise<CountedProgress> {
  if (total === 0) return { ended: () => undefined, stop: async () => undefined };
  const KEY = 'items';
  const progress = await startProgress(
    [{ key: KEY, title: `${doing} ${plural(total, 'snapshot')}` }],
    output,
  );
  const counts: Record<Outcome, number> = { done: 0, skipped: 0, failed: 0 };
  let stopped = false;
  progress.start(KEY);
  return {
    ended: ({ outcome }) => {
      counts[outcome] += 1;
      progress.update(KEY, `${counts.done + counts.skipped + counts.failed} of ${total}`);
    },
    stop: async () => {
      if (stopped) return;
      stopped = true;
      const { done, skipped, failed } = counts;
      if (failed > 0) progress.fail(KEY, `${failed} of ${total} failed`);
      else progress.done(KEY, `${done} done, ${skipped + (total - done - skipped)} skipped`);
      await progress.stop();
    },
  };
}
