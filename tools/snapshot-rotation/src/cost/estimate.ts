import { pooled } from '@strata/aws';
import type { Refusal } from '@strata/retention';
import { BLOCK_BYTES } from '../gateway/ebs-blocks';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import { isOf, type SnapshotPolicy } from '../policy';
import { planPrune } from '../prune/plan';
import { type CostInventory, readCostInventory } from './inventory';
import { measureBlocks } from './measure';
import { freedBlocks, storedBlocks } from './plan';

/** What the snapshots of one volume store; bytes are those of whole blocks of 512 KiB. */
export interface VolumeCost {
  readonly volumeId: string;
  /** Completed snapshots, and how many of them are the policy's own. */
  readonly snapshots: number;
  readonly own: number;
  /** What the newest consists of; what restoring it would take. */
  readonly newestBytes: number;
  /** The same by AWS's word (`FullSnapshotSizeInBytes`), where it gives one. */
  readonly newestFullBytes: number | undefined;
  /** Mean over all but the oldest; undefined with one snapshot. */
  readonly changedBytesPerSnapshot: number | undefined;
  /** All that is stored, each block once. */
  readonly storedBytes: number;
  /** Of that, what nobody else's snapshots have. */
  readonly ownBytes: number;
  /** Snapshots that pruning would remove now, and what would be freed by it. */
  readonly prunable: number;
  readonly prunableBytes: number;
  /** By snapshot, oldest first: what came with it, and what no other has. */
  readonly bySnapshot: readonly {
    readonly id: string;
    readonly changedBytes: number;
    readonly uniqueBytes: number;
  }[];
  /** Snapshots that EBS would not compare with the one before; they count as wholly new. */
  readonly incomparable: readonly string[];
}

/** A volume whose snapshots could not be measured. */
export interface UnmeasuredVolume {
  readonly volumeId: string;
  readonly reason: string;
}

/** What the snapshots of a policy store. */
export interface CostEstimate {
  readonly policy: string;
  readonly region: string;
  readonly volumes: readonly VolumeCost[];
  readonly failed: readonly UnmeasuredVolume[];
  /** What is not in the figures. */
  readonly leftOut: Pick<CostInventory, 'copies' | 'unfinished'>;
  /** Guards that would refuse the prune whose savings are shown. */
  readonly refusals: readonly Refusal[];
}

/** Volumes that are measured at a time: each waits for one page after the other. */
const CONCURRENCY = 8;

/** What an estimate may be told. */
export interface EstimateOptions {
  /** Only these volumes. @default all that the policy has snapshots of */
  readonly volumeIds?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Measures what the snapshots of a policy store, and what pruning would free. A volume that fails stops no other. */
export async function estimateCost(
  connections: Connections,
  policy: SnapshotPolicy,
  { volumeIds, signal, onProgress }: EstimateOptions = {},
): Promise<CostEstimate> {
  const inventory = await readCostInventory(connections, policy, volumeIds, signal);
  const { region } = connections.target;
  const prune = planPrune(inventory.own, { policy, region, now: connections.clock.now() });
  const going = new Set(prune.remove.map(({ snapshot }) => snapshot.id));
  const volumes: VolumeCost[] = [];
  const failed: UnmeasuredVolume[] = [];
  const measure = ([, snapshots]: [string, readonly SnapshotRecord[]]) =>
    costOf(connections, policy, snapshots, going, signal);
  const measured = [...inventory.volumes].filter(([, snapshots]) => snapshots.length > 0);
  for await (const outcome of pooled(measured, CONCURRENCY, measure, signal)) {
    if (outcome.ok) volumes.push(outcome.value);
    else failed.push({ volumeId: outcome.item[0], reason: explained(outcome.error).message });
    onProgress?.(volumes.length + failed.length, measured.length);
  }
  return {
    policy: policy.config.name,
    region,
    volumes: volumes.sort(byVolume),
    failed: failed.sort(byVolume),
    leftOut: { copies: inventory.copies, unfinished: inventory.unfinished },
    refusals: prune.refusals,
  };
}

async function costOf(
  connections: Connections,
  policy: SnapshotPolicy,
  snapshots: readonly SnapshotRecord[],
  going: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<VolumeCost> {
  const { runs, changed, incomparable } = await measureBlocks(connections, snapshots, signal);
  const stored = storedBlocks(runs, snapshots.length);
  const isOwn = isOf(policy);
  const places = (test: (snapshot: SnapshotRecord) => boolean) =>
    new Set(snapshots.flatMap((snapshot, place) => (test(snapshot) ? [place] : [])));
  const own = places(isOwn);
  const removed = places(({ id }) => going.has(id));
  const later = changed.slice(1);
  const newest = snapshots.at(-1);
  return {
    volumeId: newest?.volumeId ?? '',
    snapshots: snapshots.length,
    own: own.size,
    newestBytes: stored.newest * BLOCK_BYTES,
    newestFullBytes: newest?.fullBytes,
    changedBytesPerSnapshot:
      later.length === 0
        ? undefined
        : (later.reduce((sum, blocks) => sum + blocks, 0) / later.length) * BLOCK_BYTES,
    storedBytes: stored.total * BLOCK_BYTES,
    ownBytes: freedBlocks(runs, own) * BLOCK_BYTES,
    prunable: removed.size,
    prunableBytes: freedBlocks(runs, removed) * BLOCK_BYTES,
    bySnapshot: snapshots.map(({ id }, place) => ({
      id,
      changedBytes: (changed[place] ?? 0) * BLOCK_BYTES,
      uniqueBytes: (stored.unique[place] ?? 0) * BLOCK_BYTES,
    })),
    incomparable,
  };
}

function byVolume(one: { volumeId: string }, other: { volumeId: string }): number {
  return one.volumeId < other.volumeId ? -1 : 1;
}
