import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { listChangedBlocks, listSnapshotBlocks } from '../gateway/ebs-blocks';
import type { SnapshotRecord } from '../model';
import { BlockHistory, type BlockRun } from './block-history';

/** The blocks of a volume's snapshots as the EBS direct APIs tell them. */
export interface Measurement {
  readonly runs: readonly BlockRun[];
  /** How many blocks came with each snapshot, oldest first. */
  readonly changed: readonly number[];
  /** Snapshots that EBS would not compare with the one before: they are counted as wholly new, which may be too much. */
  readonly incomparable: readonly string[];
}

/**
 * Measures completed snapshots of one volume, oldest first: all blocks of the oldest, then what changed from one to
 * the next. Memory is 8 KiB per GiB of the volume.
 *
 * @throws AWS's errors
 */
export async function measureBlocks(
  connections: Connections,
  snapshots: readonly SnapshotRecord[],
  signal?: AbortSignal,
): Promise<Measurement> {
  const history = new BlockHistory(snapshots[0]?.sizeGiB ?? 0);
  const incomparable: string[] = [];
  let before: SnapshotRecord | undefined;
  for (const snapshot of snapshots) {
    if (before === undefined || !(await compare(connections, history, before.id, snapshot.id, signal))) {
      if (before !== undefined) incomparable.push(snapshot.id);
      await history.whole(indices(connections, snapshot.id, signal));
    }
    before = snapshot;
  }
  return { changed: history.changed, runs: history.runs(), incomparable };
}

/** False when EBS refuses to compare the two, such as when the volume was restored in between. */
async function compare(
  connections: Connections,
  history: BlockHistory,
  firstId: string,
  secondId: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await history.changes(listChangedBlocks(connections, firstId, secondId, signal));
    return true;
  } catch (error) {
    // Of a pair, EBS refuses at the first page, before any block was counted.
    if (failureKind(error) !== 'refused') throw error;
    return false;
  }
}

async function* indices(
  connections: Connections,
  snapshotId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<number> {
  for await (const { index } of listSnapshotBlocks(connections, snapshotId, signal)) yield index;
}
