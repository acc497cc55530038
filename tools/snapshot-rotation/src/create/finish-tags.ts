import type { Connections } from '../gateway/connections';
import { removeTags, setTags } from '../gateway/tags';
import { leaseKey } from '../lease/lease-tags';
import { inheritedTags, ownerTags, TAG } from '../tags';

/** A snapshot of a set: its own tags could not be given when it was made. */
export interface UnfinishedSnapshot {
  readonly snapshotId: string;
  /** Name of the volume's device. */
  readonly device?: string | undefined;
  /** The volume's tags; undefined where EC2 has copied them already. */
  readonly volumeTags?: Readonly<Record<string, string>> | undefined;
}

/** Tags for many snapshots at once. */
export interface TagBatch {
  readonly snapshotIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The calls that give each snapshot its own tags: one for all that get the same, such as the device `/dev/sdf`. */
export function tagBatches(snapshots: readonly UnfinishedSnapshot[]): TagBatch[] {
  const batches = new Map<string, { snapshotIds: string[]; tags: Record<string, string> }>();
  for (const { snapshotId, device, volumeTags = {} } of snapshots) {
    const tags = { ...ofTheVolume(volumeTags), ...(device === undefined ? {} : { [TAG.device]: device }) };
    if (Object.keys(tags).length === 0) continue;
    const key = JSON.stringify(Object.entries(tags).sort());
    const batch: { snapshotIds: string[]; tags: Record<string, string> } = batches.get(key) ?? {
      snapshotIds: [],
      tags,
    };
    batch.snapshotIds.push(snapshotId);
    batches.set(key, batch);
  }
  return [...batches.values()];
}

/** A volume's tags but for those that its snapshots have of their own, which must not be written over. */
function ofTheVolume(tags: Readonly<Record<string, string>>): Record<string, string> {
  const ours = ownerTags('');
  return Object.fromEntries(Object.entries(inheritedTags(tags)).filter(([key]) => !(key in ours)));
}

/**
 * Gives snapshots of sets their own tags, and then takes the lease tags away that say that this is still to be done.
 * Repeating it is harmless.
 *
 * @param runIds whose lease tags go
 */
export async function finishTags(
  connections: Connections,
  runIds: readonly string[],
  snapshots: readonly UnfinishedSnapshot[],
): Promise<void> {
  await Promise.all(
    tagBatches(snapshots).map(({ snapshotIds, tags }) => setTags(connections, snapshotIds, tags)),
  );
  const ids = snapshots.map(({ snapshotId }) => snapshotId);
  if (ids.length > 0) await removeTags(connections, ids, runIds.map(leaseKey));
}
