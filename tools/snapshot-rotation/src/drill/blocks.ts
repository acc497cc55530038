import { createHash } from 'node:crypto';
import { pooled } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { BLOCK_BYTES, listSnapshotBlocks, readBlock, type SnapshotBlock } from '../gateway/ebs-blocks';
import { explained } from '../gateway/explained';
import { Sample, seededRandom } from './sample';

/** Blocks that are read at a time. */
const CONCURRENCY = 16;

/** Blocks of a snapshot that were read and compared with their checksums. */
export interface BlockCheck {
  /** How many blocks hold data. */
  readonly allocated: number;
  readonly read: number;
  /** Blocks that could not be read, or whose data is not what its checksum says; at most the first few. */
  readonly faults: readonly { readonly index: number; readonly reason: string }[];
  /** How many blocks had a fault. */
  readonly faulty: number;
}

/** How many blocks are read. */
export interface BlockCheckOptions {
  /** So many, chosen by the seed; all of them where it is `all`. */
  readonly sample: number | 'all';
  readonly seed: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((read: number) => void) | undefined;
}

/** Faults that a report names; a snapshot that cannot be read at all has a million. */
const FAULTS_NAMED = 5;

/**
 * Reads blocks of a completed snapshot and compares their data with its SHA256 checksums. A snapshot whose blocks have
 * no fault can be restored as far as they were looked at: volumes are made from these blocks.
 *
 * @throws AWS's errors of listing; those of reading a block are faults
 */
export async function checkBlocks(
  connections: Connections,
  snapshotId: string,
  { sample, seed, signal, onProgress }: BlockCheckOptions,
): Promise<BlockCheck> {
  let allocated = 0;
  let read = 0;
  let faulty = 0;
  const faults: { index: number; reason: string }[] = [];
  const blocks =
    sample === 'all'
      ? counted(listSnapshotBlocks(connections, snapshotId, signal), () => (allocated += 1))
      : await chosen(connections, snapshotId, sample, seed, signal).then((choice) => {
          allocated = choice.seen;
          return [...choice.chosen].sort((one, other) => one.index - other.index);
        });
  const check = (block: SnapshotBlock) => faultOf(connections, snapshotId, block, signal);
  for await (const outcome of pooled(blocks, CONCURRENCY, check, signal)) {
    const reason = outcome.ok ? outcome.value : explained(outcome.error).message;
    read += 1;
    onProgress?.(read);
    if (reason === undefined) continue;
    faulty += 1;
    if (faults.length < FAULTS_NAMED) faults.push({ index: outcome.item.index, reason });
  }
  return { allocated, read, faults, faulty };
}

async function chosen(
  connections: Connections,
  snapshotId: string,
  size: number,
  seed: string,
  signal: AbortSignal | undefined,
): Promise<Sample<SnapshotBlock>> {
  const choice = new Sample<SnapshotBlock>(size, seededRandom(seed));
  for await (const block of listSnapshotBlocks(connections, snapshotId, signal)) choice.add(block);
  return choice;
}

async function* counted<T>(items: AsyncIterable<T>, count: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    count();
    yield item;
  }
}

async function faultOf(
  connections: Connections,
  snapshotId: string,
  block: SnapshotBlock,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { data, length, checksum } = await readBlock(connections, snapshotId, block, signal);
  if (data.length !== length || length !== BLOCK_BYTES) {
    return `it has ${data.length} bytes; ${length} were announced, and a block has ${BLOCK_BYTES}`;
  }
  if (checksum === undefined) return 'it has no SHA256 checksum';
  const found = createHash('sha256').update(data).digest('base64');
  return found === checksum ? undefined : `its checksum is ${found}; it should be ${checksum}`;
}
