import { failureKind } from './failures';
import { sleep as realSleep, type Sleep } from './sleep';

/**
 * Milliseconds between one look and the next. EC2 is eventually consistent: what was made may take some seconds to
 * show, and a call that timed out may still be on its way through AWS. 15.5 s in all.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 */
export const DEFAULT_LOOKS_AFTER_MS: readonly number[] = [0, 500, 1000, 2000, 4000, 8000];

/** With an unclear answer to every fifth attempt, 5 attempts leave 3 of 10,000 unsettled; most faults come in at less. */
const DEFAULT_ATTEMPTS = 5;

/** What is to be done once, and how it is found. */
export interface SettleOptions<T> {
  /** For messages: what is made, such as `the snapshots of i-1`. */
  readonly what: string;
  /**
   * Does it, with a client that repeats nothing unclear (`retries: 'none'`). It must mark what it makes, for `find`, and
   * throw an Error when a good answer has no id in it (the SDK takes an empty answer for a good one): that is unclear.
   */
  readonly attempt: () => Promise<T>;
  /** Looks for what an attempt made, by its mark; undefined when it is not there. Use a client with `safe` retries. */
  readonly find: () => Promise<T | undefined>;
  readonly signal?: AbortSignal | undefined;
  /** Attempts at most, ≥ 1. @default 5 */
  readonly attempts?: number;
  /** Milliseconds of waiting before each look. @default DEFAULT_LOOKS_AFTER_MS */
  readonly looksAfterMs?: readonly number[];
  /** @default in real time */
  readonly sleep?: Sleep;
}

/** It is not known whether something was made. Nothing was repeated; what was made, if it was, carries its mark. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
  /** 1: the operation failed. */
  readonly exitCode = 1;

  constructor(what: string, why: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `It is not known whether ${what} came about: ${why} (${reason}). It was not tried again, for that could make ` +
        `it twice; look for it by its tags before you do.`,
      { cause },
    );
  }
}

/**
 * Does something at most once that AWS has no client token for (CreateSnapshots, CopySnapshot, …).
 *
 * An attempt ends in one of three ways. A good answer: done. A clear failure: nothing was made, the failure is thrown.
 * An unclear one (see `failureKind`): the call was lost, or only its answer. Then the thing is looked for, several
 * times over some seconds, because what was made does not show at once: found, it is the result. Only when it is still
 * not there at the last look, and that look itself succeeded, is the attempt repeated. So a thing is made twice only if
 * AWS needs longer than all looks together to show or to carry out a call; in every other case it is there exactly
 * once, or a failure is reported.
 *
 * A clear failure after an unclear attempt proves nothing about that earlier one (it may even be its consequence: a
 * quota that it used up), so there is one more look before it is thrown.
 * @throws the attempt's own error when it is clear; UnsettledError when looking fails, when the call is aborted in
 * between, and when all attempts were unclear; the signal's reason when it aborts before anything was sent
 */
export async function settle<T>(options: SettleOptions<T>): Promise<T> {
  const attempts = options.attempts ?? DEFAULT_ATTEMPTS;
  let unclear: unknown;
  for (let number = 1; number <= attempts; number += 1) {
    options.signal?.throwIfAborted();
    try {
      return await options.attempt();
    } catch (error) {
      // A client of `connect` throws the signal's own reason when the call was not sent.
      if (options.signal?.aborted && error === options.signal.reason && unclear === undefined) throw error;
      const isUnclear = failureKind(error) === 'unclear';
      if (!isUnclear && unclear === undefined) throw error;
      const found = await look(
        options,
        isUnclear ? (options.looksAfterMs ?? DEFAULT_LOOKS_AFTER_MS) : [0],
        error,
      );
      if (found !== undefined) return found;
      if (!isUnclear) throw error;
      unclear = error;
    }
  }
  throw new UnsettledError(options.what, `${attempts} attempts got no clear answer`, unclear);
}

/** Looks until it is there; undefined when the last look said that it is not. */
async function look<T>(
  { what, find, signal, sleep = realSleep }: SettleOptions<T>,
  afterMs: readonly number[],
  failure: unknown,
): Promise<T | undefined> {
  let lookFailed: unknown;
  for (const ms of afterMs) {
    try {
      await sleep(ms, signal);
    } catch {
      throw new UnsettledError(what, 'it was interrupted after an unclear answer', failure);
    }
    try {
      const found = await find();
      if (found !== undefined) return found;
      lookFailed = undefined;
    } catch (error) {
      lookFailed = error;
    }
  }
  if (lookFailed !== undefined) throw new UnsettledError(what, 'looking for it failed', lookFailed);
  return undefined;
}
