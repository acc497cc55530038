import { CopySnapshotCommand } from '@aws-sdk/client-ec2';
import { abortable } from './abortable';
import { answeredId } from './answered-id';
import type { Connections } from './connections';
import { ec2Tags } from './ec2-records';

/** A copy that is to be made. */
export interface CopyRequest {
  readonly sourceRegion: string;
  readonly snapshotId: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Key of the destination Region. @default the Region's default key for EBS, where the source is encrypted */
  readonly kmsKeyId?: string | undefined;
}

/**
 * `CopySnapshot`, called where the copy is to be. It has no client token, so an unclear answer is thrown and not
 * repeated: look for the tags first.
 *
 * @returns the id of the copy, which is pending
 */
export async function copySnapshot(
  { ec2Once }: Connections,
  { sourceRegion, snapshotId, description, tags, kmsKeyId }: CopyRequest,
  signal?: AbortSignal,
): Promise<string> {
  const { SnapshotId } = await ec2Once.send(
    new CopySnapshotCommand({
      SourceRegion: sourceRegion,
      SourceSnapshotId: snapshotId,
      Description: description,
      TagSpecifications: [{ ResourceType: 'snapshot', Tags: ec2Tags(tags) }],
      ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId, Encrypted: true }),
    }),
    abortable(signal),
  );
  return answeredId('CopySnapshot', SnapshotId);
}
