import { sleep } from '@strata/aws';

/** How often something is looked at again. */
export interface PollOptions {
  /** First pause, ms; each later one is half as long again. @default 1000 */
  readonly firstMs?: number | undefined;
  /** Longest pause, ms. @default 15000 */
  readonly longestMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks again and again, ever less often, until there is an answer.
 *
 * @param ask gives the answer, or undefined to be asked again
 * @throws the signal's reason when it is aborted, and what `ask` throws
 */
export async function poll<T>(ask: () => Promise<T | undefined>, options: PollOptions = {}): Promise<T> {
  const { firstMs = 1000, longestMs = 15_000, signal } = options;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 1.5, longestMs)) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(pauseMs, signal);
  }
}
