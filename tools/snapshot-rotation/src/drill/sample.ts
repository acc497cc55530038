import { createHash } from 'node:crypto';

/** Numbers from 0 up to 1 that follow from a seed alone. */
export function seededRandom(seed: string): () => number {
  let calls = 0;
  return () => {
    calls += 1;
    return createHash('sha256').update(`${seed}/${calls}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}

/**
 * Chooses so many items of a stream of unknown length, each with the same chance, keeping no more than it chooses. The
 * same seed and stream give the same choice. (Reservoir sampling: https://doi.org/10.1145/3147.3165, algorithm R.)
 */
export class Sample<T> {
  readonly #chosen: T[] = [];
  #seen = 0;

  constructor(
    private readonly size: number,
    private readonly random: () => number,
  ) {}

  add(item: T): void {
    this.#seen += 1;
    if (this.#chosen.length < this.size) {
      this.#chosen.push(item);
      return;
    }
    const place = Math.floor(this.random() * this.#seen);
    if (place < this.size) this.#chosen[place] = item;
  }

  /** How many there were. */
  get seen(): number {
    return this.#seen;
  }

  /** The choice, in no order. */
  get chosen(): readonly T[] {
    return this.#chosen;
  }
}
