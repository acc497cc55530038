import { CreateSnapshotCommand, CreateSnapshotsCommand, type Tag as Ec2Tag } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import { answeredId } from './answered-id';
import type { Connections } from './connections';
import { ec2Tags } from './ec2-records';

/** A snapshot that was started. */
export interface StartedSnapshot {
  readonly id: string;
  readonly volumeId: string;
}

/** Snapshots of several volumes of one instance, all of the same moment. */
export interface SnapshotSetRequest {
  readonly instanceId: string;
  readonly description: string;
  /** Tags that all of them get; those of the volume are left to EC2 (`copyVolumeTags`). */
  readonly tags: Readonly<Record<string, string>>;
  readonly excludeRoot: boolean;
  /** Data volumes that are left out: at most 40 (API_InstanceSpecification); the root is left out by `excludeRoot`. */
  readonly excludeDataVolumeIds: readonly string[];
  /** Whether EC2 copies the tags of each volume. */
  readonly copyVolumeTags: boolean;
}

/**
 * `CreateSnapshots`: one crash-consistent set. It has no client token, so an unclear answer is thrown and not repeated:
 * look for the run's tag first.
 */
export async function createSnapshotSet(
  { ec2Once }: Connections,
  request: SnapshotSetRequest,
  signal?: AbortSignal,
): Promise<StartedSnapshot[]> {
  const { instanceId, excludeRoot, excludeDataVolumeIds, copyVolumeTags, description, tags } = request;
  const { Snapshots = [] } = await ec2Once.send(
    new CreateSnapshotsCommand({
      Description: description,
      InstanceSpecification: {
        InstanceId: instanceId,
        ExcludeBootVolume: excludeRoot,
        ...(excludeDataVolumeIds.length > 0 ? { ExcludeDataVolumeIds: [...excludeDataVolumeIds] } : {}),
      },
      TagSpecifications: tagged(ec2Tags(tags)),
      ...(copyVolumeTags ? { CopyTagsFromSource: 'volume' } : {}),
    }),
    abortable(signal),
  );
  // None at all is as bad as none with an id: the instance has a volume that is not left out.
  const [first] = Snapshots;
  answeredId('CreateSnapshots', first?.SnapshotId);
  return Snapshots.map(({ SnapshotId, VolumeId = '' }) => ({
    id: answeredId('CreateSnapshots', SnapshotId),
    volumeId: VolumeId,
  }));
}

/** `CreateSnapshot`: one volume. An unclear answer is thrown and not repeated, as with `createSnapshotSet`. */
export async function createSnapshot(
  { ec2Once }: Connections,
  request: {
    readonly volumeId: string;
    readonly description: string;
    readonly tags: Readonly<Record<string, string>>;
  },
  signal?: AbortSignal,
): Promise<StartedSnapshot> {
  const { SnapshotId } = await ec2Once.send(
    new CreateSnapshotCommand({
      VolumeId: request.volumeId,
      Description: request.description,
      TagSpecifications: tagged(ec2Tags(request.tags)),
    }),
    abortable(signal),
  );
  return { id: answeredId('CreateSnapshot', SnapshotId), volumeId: request.volumeId };
}

function tagged(Tags: Ec2Tag[]): { ResourceType: 'snapshot'; Tags: Ec2Tag[] }[] {
  return [{ ResourceType: 'snapshot', Tags }];
}
