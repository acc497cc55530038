import { isHopeless } from './errors';

/** Stops work on many items at the first failure that is sure to meet all the others too, see `isHopeless`. */
export class Brake {
  #reason: string | undefined;

  /** Why work was stopped, without a full stop; undefined while it goes on. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Stops it; the first reason counts. */
  pull(error: unknown): void {
    this.#reason ??= (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  }

  /** The items until then: what is under way ends, and no more is begun. */
  async *until<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    for await (const item of items) {
      if (this.#reason !== undefined) return;
      yield item;
    }
  }

  /**
   * Does the work of one item, and stops all where it fails in such a way: at once, not when somebody hears of it.
   *
   * @throws what the work throws
   */
  async watching<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isHopeless(error)) this.pull(error);
      throw error;
    }
  }
}
