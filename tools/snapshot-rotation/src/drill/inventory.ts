import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { availableZones } from '../gateway/zones';
import type { SnapshotRecord, VolumeRecord } from '../model';
import { policyTags, type SnapshotPolicy } from '../policy';
import { UnknownSnapshotError, UnknownZoneError, UnrestorableSnapshotError } from './errors';

/** What is asked to be drilled. */
export interface DrillSelection {
  readonly snapshotId?: string | undefined;
  readonly volumeIds?: readonly string[] | undefined;
  readonly zone?: string | undefined;
}

/** What a drill is planned on. */
export interface DrillInventory {
  readonly snapshots: readonly SnapshotRecord[];
  readonly volumes: ReadonlyMap<string, VolumeRecord>;
  readonly zones: readonly string[];
}

/**
 * Reads the snapshots of a policy, or the one that is named, their volumes, and the zones of the Region.
 *
 * @throws UnknownSnapshotError, UnrestorableSnapshotError, UnknownZoneError
 */
export async function readDrillInventory(
  connections: Connections,
  policy: SnapshotPolicy,
  { snapshotId, zone }: DrillSelection,
  signal?: AbortSignal,
): Promise<DrillInventory> {
  const { region } = connections.target;
  const zones = await availableZones(connections, signal);
  if (zones.length === 0 || (zone !== undefined && !zones.includes(zone))) {
    throw new UnknownZoneError(zone, zones, region);
  }
  const query = snapshotId === undefined ? { tags: policyTags(policy) } : { snapshotIds: [snapshotId] };
  const snapshots: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(connections, query, signal)) snapshots.push(snapshot);
  if (snapshotId !== undefined) checkNamed(snapshotId, snapshots, region);
  const volumes = new Map<string, VolumeRecord>();
  const volumeIds = [...new Set(snapshots.map(({ volumeId }) => volumeId))];
  for await (const volume of describeVolumes(connections, { volumeIds }, signal))
    volumes.set(volume.id, volume);
  return { snapshots, volumes, zones };
}

function checkNamed(snapshotId: string, [snapshot]: readonly SnapshotRecord[], region: string): void {
  if (snapshot === undefined) throw new UnknownSnapshotError(snapshotId, region);
  if (snapshot.state !== 'completed') throw new UnrestorableSnapshotError(snapshot);
}
