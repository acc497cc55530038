import type { Connections } from '../gateway/connections';
import { readSnapshots } from '../inventory/snapshots';
import type { SnapshotRecord } from '../model';
import { policyTags, type SnapshotPolicy } from '../policy';
import { TAG } from '../tags';

/** The snapshots of the volumes that a policy has snapshots of. */
export interface CostInventory {
  /** By volume, in the order of their ids: all completed snapshots, oldest first, whoever made them. */
  readonly volumes: ReadonlyMap<string, readonly SnapshotRecord[]>;
  /** The policy's own snapshots of these volumes: what pruning plans with. */
  readonly own: readonly SnapshotRecord[];
  /** Copies from other Regions: they share blocks among each other in ways that nothing tells. */
  readonly copies: number;
  /** Pending and failed ones: their blocks cannot be listed yet, or ever. */
  readonly unfinished: number;
}

/**
 * Reads the snapshots that share blocks with those of a policy: all of the same volumes, for a block goes only when
 * nobody's snapshot has it any more.
 */
export async function readCostInventory(
  connections: Connections,
  policy: SnapshotPolicy,
  only: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<CostInventory> {
  const wanted = (volumeId: string) => only === undefined || only.includes(volumeId);
  const all = await readSnapshots(connections, { tags: policyTags(policy) }, signal);
  const copies = all.filter(isCopy).length;
  const own = all.filter((snapshot) => !isCopy(snapshot) && wanted(snapshot.volumeId));
  const volumeIds = [...new Set([...own.map(({ volumeId }) => volumeId), ...(only ?? [])])].sort();
  const related = volumeIds.length === 0 ? [] : await readSnapshots(connections, { volumeIds }, signal);
  const volumes = new Map<string, SnapshotRecord[]>(volumeIds.map((id) => [id, []]));
  let unfinished = 0;
  for (const snapshot of related) {
    if (snapshot.state === 'completed') volumes.get(snapshot.volumeId)?.push(snapshot);
    else unfinished += 1;
  }
  for (const snapshots of volumes.values()) snapshots.sort(oldestFirst);
  return { volumes, own, copies, unfinished };
}

function isCopy({ tags }: SnapshotRecord): boolean {
  return tags[TAG.sourceSnapshot] !== undefined;
}

function oldestFirst(one: SnapshotRecord, other: SnapshotRecord): number {
  return one.startTime.getTime() - other.startTime.getTime() || (one.id < other.id ? -1 : 1);
}
