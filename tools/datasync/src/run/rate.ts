import type { ExecutionCounts } from '../model';

/** What a run's counters said at one moment. */
export interface RunSample {
  /** Milliseconds, of any clock that goes evenly. */
  readonly atMs: number;
  readonly bytes: number;
  readonly files: number;
}

/** How fast a run goes and how long it still takes. */
export interface RunPace {
  readonly bytesPerSecond: number;
  /** Undefined while nothing can be said. */
  readonly secondsLeft: number | undefined;
}

/** The pace is that of the last so many milliseconds: long enough to be steady, short enough to follow a change. */
const WINDOW_MS = 30_000;

/** Adds a sample and forgets those that no longer count: all before the last one outside the window. Pure. */
export function withSample(samples: readonly RunSample[], sample: RunSample): RunSample[] {
  const all = [...samples, sample];
  const recent = all.findIndex(({ atMs }) => atMs > sample.atMs - WINDOW_MS);
  return all.slice(Math.max(0, recent - 1));
}

/** The pace over the samples, and what is left of the estimate at that pace. Pure. */
export function paceOf(
  samples: readonly RunSample[],
  { estimatedBytes, estimatedFiles }: Pick<ExecutionCounts, 'estimatedBytes' | 'estimatedFiles'>,
): RunPace {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs <= first.atMs) return { bytesPerSecond: 0, secondsLeft: undefined };
  const seconds = (last.atMs - first.atMs) / 1000;
  const bytesPerSecond = Math.max(0, last.bytes - first.bytes) / seconds;
  const filesPerSecond = Math.max(0, last.files - first.files) / seconds;
  // Whichever is slower holds the run up: the bytes of large files, or the number of small ones.
  const waits = [
    left(estimatedBytes - last.bytes, bytesPerSecond),
    left(estimatedFiles - last.files, filesPerSecond),
  ].filter((wait) => wait !== undefined);
  return { bytesPerSecond, secondsLeft: waits.length > 0 ? Math.max(...waits) : undefined };
}

function left(amount: number, perSecond: number): number | undefined {
  if (amount <= 0) return 0;
  return perSecond > 0 ? amount / perSecond : undefined;
}
