/**
 * Blocks with the same data, each in a row of snapshots that follow each other. A snapshot is incremental: such a block
 * is stored once, for as long as any of these snapshots is there.
 */
export interface BlockRun {
  /** Places of the first and of the last snapshot that has them, counted from the oldest, 0. */
  readonly first: number;
  readonly last: number;
  /** How many blocks they are, ≥ 1. */
  readonly blocks: number;
}

/** A block that differs from the snapshot before. */
export interface BlockChange {
  readonly index: number;
  /** Whether the later snapshot has it; otherwise it was given back. */
  readonly present: boolean;
}

/** Blocks of a GiB. */
const BLOCKS_PER_GIB = 2048;
/** Stands for a block that holds nothing. */
const NOTHING = -1;

/**
 * Follows the blocks of one volume through its snapshots, oldest first, and counts them in runs. It keeps one number per
 * place in the volume: 8 KiB per GiB, whatever the number of snapshots.
 */
export class BlockHistory {
  /** For each place, the snapshot in which its present data came. */
  #since: Int32Array;
  readonly #runs = new Map<number, Map<number, number>>();
  readonly #changed: number[] = [];
  #snapshots = 0;

  constructor(sizeGiB: number) {
    this.#since = new Int32Array(sizeGiB * BLOCKS_PER_GIB).fill(NOTHING);
  }

  /** Snapshots so far. */
  get snapshots(): number {
    return this.#snapshots;
  }

  /** How many blocks came with each snapshot: all that the first holds, and what changed for each after it. */
  get changed(): readonly number[] {
    return this.#changed;
  }

  /** The next snapshot, by all blocks that hold data: the first one, or one that is not known to share any. */
  async whole(blocks: AsyncIterable<number> | Iterable<number>): Promise<void> {
    for (let index = 0; index < this.#since.length; index += 1) this.#end(index);
    await this.#next(blocks, (index) => this.#begin(index));
  }

  /** The next snapshot, by what differs from the one before. */
  async changes(changes: AsyncIterable<BlockChange> | Iterable<BlockChange>): Promise<void> {
    await this.#next(changes, ({ index, present }) => {
      this.#end(index);
      return present ? this.#begin(index) : 0;
    });
  }

  /** All blocks of all snapshots, in runs. Nothing may be added after it. */
  runs(): BlockRun[] {
    for (let index = 0; index < this.#since.length; index += 1) this.#end(index);
    return [...this.#runs].flatMap(([first, byLast]) =>
      [...byLast].map(([last, blocks]) => ({ first, last, blocks })),
    );
  }

  async #next<T>(items: AsyncIterable<T> | Iterable<T>, add: (item: T) => number): Promise<void> {
    let changed = 0;
    for await (const item of items) changed += add(item);
    this.#changed.push(changed);
    this.#snapshots += 1;
  }

  /** The block at this place holds other data from the next snapshot on. */
  #begin(index: number): number {
    if (index >= this.#since.length) {
      // The volume has grown.
      const longer = new Int32Array(Math.max(index + 1, this.#since.length * 2)).fill(NOTHING);
      longer.set(this.#since);
      this.#since = longer;
    }
    this.#since[index] = this.#snapshots;
    return 1;
  }

  /** The data at this place was there until the last snapshot. */
  #end(index: number): void {
    const first = this.#since[index] ?? NOTHING;
    if (first === NOTHING) return;
    this.#since[index] = NOTHING;
    const last = this.#snapshots - 1;
    // Twice in one listing: it was not in any snapshot yet.
    if (last < first) return;
    const byLast = this.#runs.get(first) ?? new Map<number, number>();
    byLast.set(last, (byLast.get(last) ?? 0) + 1);
    this.#runs.set(first, byLast);
  }
}
