import { createHash } from 'node:crypto';

/**
 * Chooses so many items of a stream whose length is not known, each as likely as the others, and the same ones for the
 * same seed however the stream is cut: those whose keys have the smallest hashes. Holds no more than it chooses.
 */
export class Sample<Item> {
  /** By hash, the largest last. */
  #chosen: { readonly rank: string; readonly item: Item }[] = [];

  /** @param size how many, ≥ 0 */
  constructor(
    readonly size: number,
    readonly seed: string,
  ) {}

  /** Offers an item. */
  offer(key: string, item: Item): void {
    const rank = createHash('sha256').update(`${this.seed}\0${key}`).digest('hex');
    const last = this.#chosen.at(-1);
    if (this.#chosen.length >= this.size && (last === undefined || rank >= last.rank)) return;
    this.#chosen.splice(this.#placeOf(rank), 0, { rank, item });
    if (this.#chosen.length > this.size) this.#chosen.pop();
  }

  /** The chosen ones, in no meaningful order. */
  items(): Item[] {
    return this.#chosen.map(({ item }) => item);
  }

  #placeOf(rank: string): number {
    let [low, high] = [0, this.#chosen.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#chosen[middle]?.rank ?? '') < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
