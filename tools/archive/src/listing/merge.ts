import { byUtf8 } from '../keys';
import { Cursor } from './cursor';

/** What two sides have under one path: on one of them it may be missing. */
export interface Pair<T> {
  readonly path: string;
  readonly source: T | undefined;
  readonly destination: T | undefined;
}

/** Pairs per batch: enough that waiting for batches costs nothing. */
const BATCH = 512;

/** A side whose paths do not come in order would make wrong pairs, and then wrong deletions. */
export class OutOfOrderError extends Error {
  override readonly name = 'OutOfOrderError';

  constructor(before: string, after: string) {
    super(
      `A listing is not in the order of its keys: ${JSON.stringify(after)} came after ${JSON.stringify(before)}.`,
    );
  }
}

/**
 * Merges two sides that are sorted by the bytes of their paths into pairs, in the same order. It holds a batch of
 * each, however many there are. An error of either side ends it: a side that broke off never looks like a short one.
 *
 * @throws OutOfOrderError, and what the sides throw
 */
export async function* merge<T extends { readonly path: string }>(
  sources: AsyncIterable<readonly T[]>,
  destinations: AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly Pair<T>[], void, undefined> {
  const source = new Cursor(sources);
  const destination = new Cursor(destinations);
  let last: string | undefined;
  let batch: Pair<T>[] = [];
  try {
    for (;;) {
      if (source.isDry) await source.fill();
      if (destination.isDry) await destination.fill();
      const [one, other] = [source.first, destination.first];
      if (one === undefined && other === undefined) break;
      const order = compare(one, other);
      const path = (order <= 0 ? one : other)?.path ?? '';
      if (last !== undefined && byUtf8(last, path) >= 0) throw new OutOfOrderError(last, path);
      last = path;
      batch.push({ path, source: order <= 0 ? one : undefined, destination: order >= 0 ? other : undefined });
      if (order <= 0) source.skip();
      if (order >= 0) destination.skip();
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  } finally {
    await Promise.all([source.close(), destination.close()]);
  }
}

function compare<T extends { readonly path: string }>(one: T | undefined, other: T | undefined): number {
  if (one === undefined) return 1;
  return other === undefined ? -1 : byUtf8(one.path, other.path);
}
