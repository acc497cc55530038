/** Reads batches one element at a time, and asks for the next batch while this one is being worked through. */
export class Cursor<T> {
  readonly #batches: AsyncIterator<readonly T[]>;
  #batch: readonly T[] = [];
  #at = 0;
  #ahead: Promise<IteratorResult<readonly T[]>> | undefined;
  #ended = false;

  constructor(batches: AsyncIterable<readonly T[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.#ask();
  }

  /** The element that is next; undefined at the end, and where `fill` must be awaited first. */
  get first(): T | undefined {
    return this.#batch[this.#at];
  }

  /** Whether `first` says nothing until `fill` is awaited. */
  get isDry(): boolean {
    return !this.#ended && this.#at >= this.#batch.length;
  }

  /** Goes past `first`. */
  skip(): void {
    this.#at += 1;
  }

  /** Gets the next batch that is not empty. @throws what the source throws */
  async fill(): Promise<void> {
    while (this.isDry) {
      const next = await this.#ahead;
      if (next === undefined || next.done === true) {
        this.#ended = true;
        return;
      }
      this.#batch = next.value;
      this.#at = 0;
      this.#ask();
    }
  }

  /** Asks for no more, and lets the source clean up. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#ahead?.catch(() => undefined);
    await this.#batches.return?.();
  }

  #ask(): void {
    this.#ahead = this.#batches.next();
    // It is told when it is awaited.
    this.#ahead.catch(() => undefined);
  }
}
