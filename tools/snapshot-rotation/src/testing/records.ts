import type { InstanceRecord, VolumeRecord } from '../model';

/** A volume for tests of planners: 8 GiB gp3, free, without tags. */
export function aVolume(id: string, more: Partial<VolumeRecord> = {}): VolumeRecord {
  const attached = (more.attachments ?? []).length > 0;
  return {
    id,
    sizeGiB: 8,
    zone: 'eu-central-1a',
    type: 'gp3',
    state: attached ? 'in-use' : 'available',
    encrypted: false,
    tags: {},
    attachments: [],
    ...more,
  };
}

/** An instance for tests of planners: running, on demand, with the volumes at `/dev/sda1`, `/dev/sdb`, …, the first as root. */
export function anInstance(
  id: string,
  volumeIds: readonly string[],
  more: Partial<InstanceRecord> = {},
): InstanceRecord {
  return {
    id,
    state: 'running',
    type: 't3.micro',
    tags: {},
    rootDevice: deviceAt(0),
    volumes: volumeIds.map((volumeId, at) => ({ volumeId, device: deviceAt(at) })),
    ebsBacked: true,
    ...more,
  };
}

/** The volumes of such an instance. */
export function volumesOf(instance: InstanceRecord, more: Partial<VolumeRecord> = {}): VolumeRecord[] {
  return instance.volumes.map(({ volumeId, device }) =>
    aVolume(volumeId, { attachments: [{ instanceId: instance.id, device }], ...more }),
  );
}

/** Records by id. */
export function byId<T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}

function deviceAt(at: number): string {
  return at === 0 ? '/dev/sda1' : `/dev/sd${String.fromCharCode(97 + at)}`;
}
