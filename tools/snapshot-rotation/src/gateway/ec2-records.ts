import type { Instance, Snapshot as Ec2Snapshot, Tag as Ec2Tag, Volume } from '@aws-sdk/client-ec2';
import type { SnapshotState } from '@strata/retention';
import { heldBy } from '../inventory/holders';
import { lineageOf } from '../inventory/lineage';
import type { Intern } from './interner';
import type { InstanceRecord, InstanceState, SnapshotRecord, VolumeRecord } from '../model';

/** Tags by key. */
export function tagRecord(
  tags: readonly Ec2Tag[] | undefined,
  intern: Intern = same,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, intern(Value)]));
}

const same: Intern = (text) => text;

/** Tags as EC2 takes them. */
export function ec2Tags(tags: Readonly<Record<string, string>>): Ec2Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/**
 * A snapshot of EC2's as a record: a copy gets the volume and the date of its source back, from its tags.
 *
 * @param intern shares the texts of a long listing. @default shares none
 */
export function snapshotRecord(snapshot: Ec2Snapshot, intern: Intern = same): SnapshotRecord {
  const tags = tagRecord(snapshot.Tags, intern);
  const lineage = lineageOf(tags, {
    volumeId: intern(snapshot.VolumeId ?? ''),
    startTime: snapshot.StartTime ?? new Date(Number.NaN),
  });
  return {
    id: snapshot.SnapshotId ?? '',
    ...lineage,
    state: intern(snapshot.State ?? 'error') as SnapshotState,
    tags,
    sizeGiB: snapshot.VolumeSize,
    heldBy: heldBy(tags),
    progressPercent: Number.parseInt(snapshot.Progress ?? '', 10) || 0,
    encrypted: snapshot.Encrypted ?? false,
    kmsKeyId: snapshot.KmsKeyId === undefined ? undefined : intern(snapshot.KmsKeyId),
    stateMessage: snapshot.StateMessage,
    fullBytes: snapshot.FullSnapshotSizeInBytes,
  };
}

/** A volume of EC2's as a record. */
export function volumeRecord(volume: Volume): VolumeRecord {
  return {
    id: volume.VolumeId ?? '',
    sizeGiB: volume.Size ?? 0,
    zone: volume.AvailabilityZone ?? '',
    type: volume.VolumeType ?? '',
    state: volume.State ?? '',
    encrypted: volume.Encrypted ?? false,
    kmsKeyId: volume.KmsKeyId,
    createdAt: volume.CreateTime,
    tags: tagRecord(volume.Tags),
    attachments: (volume.Attachments ?? [])
      .filter(({ State }) => State === undefined || State === 'attached' || State === 'busy')
      .map(({ InstanceId = '', Device = '' }) => ({ instanceId: InstanceId, device: Device })),
  };
}

/** The tag that Auto Scaling puts on the instances of a group. */
const GROUP_TAG = 'aws:autoscaling:groupName';

/** An instance of EC2's as a record. */
export function instanceRecord(instance: Instance): InstanceRecord {
  const tags = tagRecord(instance.Tags);
  return {
    id: instance.InstanceId ?? '',
    state: (instance.State?.Name ?? 'pending') as InstanceState,
    stateReason: instance.StateReason?.Message,
    type: instance.InstanceType ?? '',
    tags,
    rootDevice: instance.RootDeviceName,
    volumes: (instance.BlockDeviceMappings ?? []).flatMap(({ DeviceName = '', Ebs }) =>
      Ebs?.VolumeId === undefined ? [] : [{ device: DeviceName, volumeId: Ebs.VolumeId }],
    ),
    autoScalingGroup: tags[GROUP_TAG],
    lifecycle: instance.InstanceLifecycle,
    ebsBacked: instance.RootDeviceType !== 'instance-store',
  };
}
