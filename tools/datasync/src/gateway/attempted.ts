import { errorCode, failureKind } from '@strata/aws';
import { known, type Reading, unreadable } from '../diagnose/reading';
import type { Connections } from './connections';
import { named } from './named';

/**
 * Waits for a call whose permission may be missing: that is an answer, too. Every other failure is thrown, in words.
 *
 * @param action as IAM names it, such as `iam:GetRole`
 * @param absent codes that mean that what was asked for is not there; undefined comes out then
 */
export async function attempted<T>(
  connections: Pick<Connections, 'target'>,
  action: string,
  resource: string,
  call: Promise<T>,
  absent?: RegExp,
): Promise<Reading<T | undefined>> {
  try {
    return known(await named(connections, action, resource, call));
  } catch (error) {
    if (absent?.test(errorCode(error) ?? '')) return known(undefined);
    if (failureKind(error) !== 'denied') throw error;
    return unreadable((error as Error).message);
  }
}

/** The same for what always has an answer. */
export async function attemptedAlways<T>(
  connections: Pick<Connections, 'target'>,
  action: string,
  resource: string,
  call: Promise<T>,
): Promise<Reading<T>> {
  return (await attempted(connections, action, resource, call)) as Reading<T>;
}

/** Goes on with the answer where there is one. */
export function map<T, R>(reading: Reading<T>, change: (value: T) => R): Reading<R> {
  return reading.readable ? known(change(reading.value)) : reading;
}
