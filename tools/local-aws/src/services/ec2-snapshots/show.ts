import { BLOCK_BYTES } from '../ebs/content';
import { tagSet } from '../ec2-answers';
import { progressOf, stateOf, type Snapshot } from './model';

/** A snapshot as `CreateSnapshot` and `DescribeSnapshots` show it. */
export function snapshotElements(snapshot: Snapshot, now: Date): Readonly<Record<string, unknown>> {
  const state = stateOf(snapshot);
  const completed = state === 'completed';
  return {
    snapshotId: snapshot.id,
    volumeId: snapshot.volumeId,
    status: state,
    statusMessage: state === 'error' ? snapshot.life.stateMessage : undefined,
    startTime: snapshot.startTime,
    progress: progressOf(snapshot, now),
    ownerId: snapshot.ownerId,
    ownerAlias: snapshot.ownerAlias,
    volumeSize: snapshot.volumeSize,
    description: snapshot.description,
    encrypted: snapshot.encrypted,
    kmsKeyId: snapshot.kmsKeyId,
    storageTier: 'standard',
    completionTime: completed ? new Date(snapshot.life.endsAt) : undefined,
    fullSnapshotSizeInBytes: completed ? snapshot.content.allocated * BLOCK_BYTES : undefined,
    tagSet: tagSet(snapshot.tags),
  };
}

/** A snapshot as `CreateSnapshots` shows it: there the state has another name. */
export function snapshotInfoElements(snapshot: Snapshot, now: Date): Readonly<Record<string, unknown>> {
  return {
    snapshotId: snapshot.id,
    volumeId: snapshot.volumeId,
    state: stateOf(snapshot),
    startTime: snapshot.startTime,
    progress: progressOf(snapshot, now),
    ownerId: snapshot.ownerId,
    volumeSize: snapshot.volumeSize,
    description: snapshot.description,
    encrypted: snapshot.encrypted,
    tagSet: tagSet(snapshot.tags),
  };
}
