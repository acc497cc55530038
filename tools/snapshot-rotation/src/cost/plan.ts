import type { BlockRun } from './block-history';

/** What the snapshots of one volume store, in blocks. */
export interface StoredBlocks {
  /** All that is stored: each block once, however many snapshots share it. */
  readonly total: number;
  /** What the newest snapshot consists of: what restoring it would take. */
  readonly newest: number;
  /** By snapshot, oldest first: blocks that it is the first to have. They add up to `total`. */
  readonly introduced: readonly number[];
  /** By snapshot, oldest first: blocks that no other snapshot has. Only these go when it alone goes. */
  readonly unique: readonly number[];
}

/** Adds up what is stored for `snapshots` snapshots of one volume, from runs counted from the oldest, 0. */
export function storedBlocks(runs: readonly BlockRun[], snapshots: number): StoredBlocks {
  const introduced = new Array<number>(snapshots).fill(0);
  const unique = new Array<number>(snapshots).fill(0);
  let total = 0;
  let newest = 0;
  for (const { first, last, blocks } of runs) {
    total += blocks;
    introduced[first] = (introduced[first] ?? 0) + blocks;
    if (first === last) unique[first] = (unique[first] ?? 0) + blocks;
    if (last === snapshots - 1) newest += blocks;
  }
  return { total, newest, introduced, unique };
}

/**
 * Blocks that go when these snapshots go: those that none of the others has. It is neither the sum of what they
 * introduced (later snapshots still need some of it) nor of what each has alone (two that go may share blocks).
 *
 * @param removed places of the snapshots, counted from the oldest, 0
 */
export function freedBlocks(runs: readonly BlockRun[], removed: ReadonlySet<number>): number {
  let freed = 0;
  for (const { first, last, blocks } of runs) {
    let every = true;
    for (let place = first; place <= last && every; place += 1) every = removed.has(place);
    if (every) freed += blocks;
  }
  return freed;
}

/** US dollars per month of so many bytes. AWS's GB of storage is 2³⁰ bytes. */
export function monthlyUsd(bytes: number, usdPerGbMonth: number): number {
  return (bytes / 1024 ** 3) * usdPerGbMonth;
}
