import { InterruptedError } from '@strata/cli-kit';

/** The part of Lambda's context that is used. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Kept for what comes after the snapshots (copies, metrics, the log), ms. */
const CLOSING_MS = 60_000;
/** Kept so that an interrupted run still says what it did, ms. */
const LAST_WORDS_MS = 15_000;
/** AWS lets 5 snapshots be deleted per second. */
const PRUNE_MS_PER_VOLUME = 200;
/** Of the whole time, what is kept for pruning at most. */
const PRUNE_SHARE = 0.3;

/**
 * By when snapshots must have completed to be pruned by, and instances run again; by AWS's clock.
 *
 * @param volumes how many may have to be pruned afterwards
 */
export function creationDeadline(now: Date, remainingMs: number, volumes: number): Date {
  const pruneMs = Math.min(volumes * PRUNE_MS_PER_VOLUME, remainingMs * PRUNE_SHARE);
  return new Date(now.getTime() + Math.max(0, remainingMs - CLOSING_MS - pruneMs));
}

/** By when the last copy must have been started; by the local clock. */
export function copyDeadline(context: LambdaContext): Date {
  return new Date(Date.now() + Math.max(0, context.getRemainingTimeInMillis() - CLOSING_MS / 2));
}

/** Works with a signal that is aborted shortly before Lambda ends the function. */
export async function whileTimeLasts<T>(
  context: LambdaContext,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const ms = Math.max(0, context.getRemainingTimeInMillis() - LAST_WORDS_MS);
  const timer = setTimeout(
    () => controller.abort(new InterruptedError('The time of the function is up')),
    ms,
  );
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
