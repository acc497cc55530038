import { NoVolumesError, UnknownInstancesError, UnknownVolumesError } from '../errors';
import type { Connections } from '../gateway/connections';
import { describeInstances } from '../gateway/describe-instances';
import { describeVolumes } from '../gateway/describe-volumes';
import type { InstanceRecord, VolumeRecord, VolumeSelection } from '../model';

/** The selected volumes by id, and the instances that they are attached to. */
export interface VolumeInventory {
  readonly volumes: ReadonlyMap<string, VolumeRecord>;
  readonly instances: ReadonlyMap<string, InstanceRecord>;
}

/**
 * Reads the selected volumes and their instances.
 *
 * @throws UnknownVolumesError, UnknownInstancesError when a named one is not in this account and Region
 * @throws NoVolumesError when nothing is selected
 */
export async function readVolumes(
  connections: Connections,
  selection: VolumeSelection,
  signal?: AbortSignal,
): Promise<VolumeInventory> {
  const { volumeIds, instanceIds, tags } = selection;
  const { region } = connections.target;
  const volumes = new Map<string, VolumeRecord>();
  for await (const volume of describeVolumes(connections, { tags, volumeIds, instanceIds }, signal)) {
    volumes.set(volume.id, volume);
  }
  const missing = volumeIds?.filter((id) => !volumes.has(id)) ?? [];
  if (missing.length > 0) throw new UnknownVolumesError(missing, region);
  const attached = [...volumes.values()].flatMap(({ attachments }) => attachments.map((it) => it.instanceId));
  const wanted = [...new Set([...attached, ...(instanceIds ?? [])])];
  const instances = new Map<string, InstanceRecord>();
  for await (const instance of describeInstances(connections, { instanceIds: wanted }, signal)) {
    instances.set(instance.id, instance);
  }
  const unknown = instanceIds?.filter((id) => !instances.has(id)) ?? [];
  if (unknown.length > 0) throw new UnknownInstancesError(unknown, region);
  if (volumes.size === 0) throw new NoVolumesError(selection, region);
  return { volumes, instances };
}
