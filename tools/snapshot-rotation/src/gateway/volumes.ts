import { CreateVolumeCommand, DeleteVolumeCommand, type VolumeType } from '@aws-sdk/client-ec2';
import { errorCode } from '@strata/aws';
import type { VolumeRecord } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { ec2Tags, volumeRecord } from './ec2-records';

/** A volume that is to be made from a snapshot, with its size, its encryption and its key. */
export interface RestoreRequest {
  readonly snapshotId: string;
  readonly zone: string;
  /** @default 'gp3' */
  readonly type?: VolumeType | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** The same call again makes nothing new: 1 to 64 ASCII characters. */
  readonly clientToken: string;
}

/** `CreateVolume` from a snapshot. Its client token makes it repeatable, so unclear answers are retried. */
export async function restoreVolume(
  { ec2 }: Connections,
  { snapshotId, zone, type = 'gp3', tags, clientToken }: RestoreRequest,
  signal?: AbortSignal,
): Promise<VolumeRecord> {
  const volume = await ec2.send(
    new CreateVolumeCommand({
      SnapshotId: snapshotId,
      AvailabilityZone: zone,
      VolumeType: type,
      TagSpecifications: [{ ResourceType: 'volume', Tags: ec2Tags(tags) }],
      ClientToken: clientToken,
    }),
    abortable(signal),
  );
  return volumeRecord(volume);
}

/** How the deletion of a volume ended. `busy`: it is still being made, or attached. Other errors are thrown. */
export type VolumeDeletion = 'deleted' | 'gone' | 'busy';

/** Codes by which EC2 says that a volume cannot be deleted yet (errors-overview of the EC2 API reference). */
const BUSY = new Set(['IncorrectState', 'VolumeInUse', 'IncorrectInstanceState']);

/** Deletes a volume. Repeating it is harmless, so unclear answers are retried. */
export async function deleteVolume(
  { ec2 }: Connections,
  volumeId: string,
  signal?: AbortSignal,
): Promise<VolumeDeletion> {
  try {
    await ec2.send(new DeleteVolumeCommand({ VolumeId: volumeId }), abortable(signal));
    return 'deleted';
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'InvalidVolume.NotFound') return 'gone';
    if (BUSY.has(code)) return 'busy';
    throw error;
  }
}
