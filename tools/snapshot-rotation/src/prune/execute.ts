import { pooled } from '@strata/aws';
import type { ApprovedRemovals, Removal, VolumePlan } from '@strata/retention';
import type { Connections } from '../gateway/connections';
import { deleteSnapshot } from '../gateway/delete-snapshot';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import type { PrunePlan } from './plan';
import { idsToLookAt, recheck, type Verdict } from './recheck';
import type { PruneItem } from './report';

/** What carrying out may be told. */
export interface RemoveOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onItem?: ((item: PruneItem) => void) | undefined;
}

/**
 * Groups of volumes that are looked at in one request: few enough that what was seen is still true when the last of
 * them goes (20 deletions take 4 s at AWS's 5 per second), enough that looking costs little beside deleting.
 */
const REMOVALS_PER_LOOK = 20;
/** Ids of one request's filter. */
const IDS_PER_LOOK = 200;
/** Looks, and deletions of each, at once. What AWS allows is kept to by the token buckets. */
const LOOKS_AT_ONCE = 4;
const DELETIONS_AT_ONCE = 10;

const INTERRUPTED = 'interrupted before its turn';

/**
 * Deletes what was approved. Each group is looked at again right before. A failure never stops the rest.
 *
 * @returns one item for each removal, in no order
 */
export async function removeApproved(
  connections: Connections,
  plan: PrunePlan,
  removals: ApprovedRemovals<SnapshotRecord>,
  { signal, onItem }: RemoveOptions = {},
): Promise<PruneItem[]> {
  const approved = new Set<Removal<SnapshotRecord>>(removals);
  const items = new Map<string, PruneItem>();
  const note = (item: PruneItem): void => {
    items.set(item.id, item);
    onItem?.(item);
  };
  const groups = plan.groups.filter(({ remove }) => remove.some((removal) => approved.has(removal)));
  try {
    const looks = pooled(
      batches(groups),
      LOOKS_AT_ONCE,
      (batch) => removeBatch(connections, plan, batch, { signal, onItem: note }),
      signal,
    );
    for await (const look of looks) {
      if (look.ok || signal?.aborted) continue;
      undone(look.item, items, 'failed', explained(look.error).message).forEach(note);
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  undone(groups, items, 'skipped', INTERRUPTED).forEach(note);
  return [...items.values()];
}

async function removeBatch(
  connections: Connections,
  plan: PrunePlan,
  batch: readonly VolumePlan<SnapshotRecord>[],
  { signal, onItem }: RemoveOptions,
): Promise<void> {
  const found = new Map<string, SnapshotRecord>();
  const snapshotIds = batch.flatMap(idsToLookAt);
  for await (const snapshot of describeSnapshots(connections, { snapshotIds }, signal)) {
    found.set(snapshot.id, snapshot);
  }
  const judged = batch.flatMap((group) => {
    const verdictOn = recheck(group, found, plan);
    return group.remove.map((removal) => ({ removal, verdict: verdictOn(removal) }));
  });
  const removing = pooled(
    judged,
    DELETIONS_AT_ONCE,
    ({ removal, verdict }) => carryOut(connections, removal, verdict, signal),
    signal,
  );
  for await (const removed of removing) if (removed.ok) onItem?.(removed.value);
}

async function carryOut(
  connections: Connections,
  { snapshot, reason }: Removal<SnapshotRecord>,
  verdict: Verdict,
  signal?: AbortSignal,
): Promise<PruneItem> {
  const { id, volumeId } = snapshot;
  if (verdict.kind === 'stay') return { id, volumeId, outcome: 'skipped', detail: verdict.reason };
  if (verdict.kind === 'gone') return { id, volumeId, outcome: 'done', detail: 'was gone already' };
  try {
    const deletion = await deleteSnapshot(connections, id, signal);
    if (deletion.outcome === 'held') return { id, volumeId, outcome: 'skipped', detail: deletion.reason };
    const detail = deletion.outcome === 'gone' ? 'was gone already' : `removed: ${reason.text}`;
    return { id, volumeId, outcome: 'done', detail };
  } catch (error) {
    if (error === signal?.reason) return { id, volumeId, outcome: 'skipped', detail: INTERRUPTED };
    // Its deletion was under way: whether it is gone is for the next run to see.
    const detail = signal?.aborted ? 'interrupted while it was being removed' : explained(error).message;
    return { id, volumeId, outcome: 'failed', detail };
  }
}

function* batches(groups: readonly VolumePlan<SnapshotRecord>[]): Generator<VolumePlan<SnapshotRecord>[]> {
  let batch: VolumePlan<SnapshotRecord>[] = [];
  let ids = 0;
  let removals = 0;
  for (const group of groups) {
    const more = group.keep.length + group.remove.length;
    if (batch.length > 0 && (removals >= REMOVALS_PER_LOOK || ids + more > IDS_PER_LOOK)) {
      yield batch;
      [batch, ids, removals] = [[], 0, 0];
    }
    batch.push(group);
    ids += more;
    removals += group.remove.length;
  }
  if (batch.length > 0) yield batch;
}

function undone(
  groups: readonly VolumePlan<SnapshotRecord>[],
  known: ReadonlyMap<string, PruneItem>,
  outcome: 'skipped' | 'failed',
  detail: string,
): PruneItem[] {
  return groups
    .flatMap(({ remove }) => remove)
    .filter(({ snapshot }) => !known.has(snapshot.id))
    .map(({ snapshot: { id, volumeId } }) => ({ id, volumeId, outcome, detail }));
}
