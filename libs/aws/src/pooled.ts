/** What became of one item. */
export type Outcome<Item, Result> =
  | { readonly item: Item; readonly ok: true; readonly value: Result }
  | { readonly item: Item; readonly ok: false; readonly error: unknown };

/** Hands outcomes from the workers to the reader; holds no more than `room`, so that a slow reader slows them down. */
class Hatch<T> {
  readonly #waiting: T[] = [];
  #wakeReader = (): void => undefined;
  #wakeWriters: (() => void)[] = [];
  #open = true;

  constructor(private readonly room: number) {}

  async put(value: T): Promise<void> {
    while (this.#open && this.#waiting.length >= this.room) {
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
    }
    this.#waiting.push(value);
    this.#wakeReader();
  }

  /** Nothing more is put in, or nobody reads any more. */
  close(): void {
    this.#open = false;
    this.#wakeReader();
    for (const wake of this.#wakeWriters.splice(0)) wake();
  }

  async *values(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      while (this.#waiting.length > 0) {
        yield this.#waiting.shift() as T;
        this.#wakeWriters.shift()?.();
      }
      if (!this.#open) return;
      await new Promise<void>((resolve) => (this.#wakeReader = resolve));
    }
  }
}

/**
 * Does work on each item with so many workers at once, and yields each item's outcome as it comes (in no order). A
 * failed item stops nothing: it is an outcome with `ok: false`. Items are drawn from the source only when a worker is
 * free and outcomes only wait within narrow bounds, so memory stays flat however many items there are.
 *
 * Leaving the loop early starts no more items and waits for those at work. When the signal aborts, the same; the
 * outcomes of those at work still come, and then the signal's reason is thrown, so that an aborted run never looks
 * complete. An error of the source itself is thrown likewise, after all outcomes.
 * @param concurrency workers, ≥ 1
 * @param work gets the signal to hand on
 * @throws RangeError when there is not one worker
 */
export async function* pooled<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  concurrency: number,
  work: (item: Item, signal?: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Outcome<Item, Result>, void, undefined> {
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new RangeError(`concurrency is ${concurrency}; allowed are whole numbers from 1.`);
  }
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const hatch = new Hatch<Outcome<Item, Result>>(concurrency);
  let stopped = false;
  let exhausted = false;
  let turn: Promise<unknown> = Promise.resolve();

  // One draw at a time: not every source can be asked again before it has answered.
  const draw = (): Promise<{ readonly item: Item } | undefined> => {
    const drawn = turn.then(async () => {
      if (stopped || exhausted || signal?.aborted) return undefined;
      try {
        const next = await source.next();
        exhausted = next.done === true;
        return next.done ? undefined : { item: next.value };
      } catch (error) {
        exhausted = true;
        throw error;
      }
    });
    turn = drawn.catch(() => undefined);
    return drawn;
  };
  const outcomeOf = async (item: Item): Promise<Outcome<Item, Result>> => {
    try {
      return { item, ok: true, value: await work(item, signal) };
    } catch (error) {
      return { item, ok: false, error };
    }
  };
  const worker = async (): Promise<void> => {
    for (let drawn = await draw(); drawn; drawn = await draw()) await hatch.put(await outcomeOf(drawn.item));
  };

  const workers = Promise.allSettled(Array.from({ length: concurrency }, worker)).finally(() =>
    hatch.close(),
  );
  try {
    yield* hatch.values();
  } finally {
    stopped = true;
    hatch.close();
    await workers;
    if (!exhausted) await source.return?.();
  }
  const failed = (await workers).find((settled) => settled.status === 'rejected');
  if (failed) throw failed.reason;
  if (!exhausted) signal?.throwIfAborted();
}
