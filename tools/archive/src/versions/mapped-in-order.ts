import { types } from 'node:util';

/**
 * What a function makes of each item of a stream, in the stream's order, though some take longer: so many are under way
 * at once at most. What is made at once passes at once.
 *
 * @throws what the stream or the function throws, when all that was under way has ended
 */
export async function* mappedInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  map: (item: Item) => Result | Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const waiting: (Result | Promise<Result>)[] = [];
  try {
    for await (const item of items) {
      const made = map(item);
      // Whoever waits for one before it does not hear of its failure yet.
      if (types.isPromise(made)) made.catch(() => undefined);
      waiting.push(made);
      while (waiting.length > 0 && (waiting.length >= atOnce || !types.isPromise(waiting[0])))
        yield (await waiting.shift()) as Result;
    }
    while (waiting.length > 0) yield (await waiting.shift()) as Result;
  } finally {
    await Promise.allSettled(waiting);
  }
}
