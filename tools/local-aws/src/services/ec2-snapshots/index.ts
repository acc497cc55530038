import { Contents } from '../ebs/contents';
import { refusing, type Ec2Operation, type Ec2Operations } from '../ec2-refusal';
import { VolumeMirror } from '../ec2-volumes/mirror';
import type { EventBus } from '../events/event-bus';
import { copySnapshot } from './copy';
import { createSnapshot } from './create-snapshot';
import { createSnapshots } from './create-set';
import { deleteSnapshot } from './delete';
import { describeSnapshots } from './describe';
import { imageOperations } from './images';
import { ImageSnapshots } from './image-snapshots';
import { SnapshotLives } from './life';
import { RootDevices } from './root-devices';
import type { SnapshotService } from './service';
import { SnapshotStore } from './store';

export type { SnapshotService } from './service';

/** Settings of EBS snapshots. */
export interface SnapshotSettings {
  /** Where the events go. */
  readonly bus: EventBus;
  /** How long a snapshot stays `pending`; the tag `local-aws:snapshot-ms` of its volume goes first. @default 0.3 */
  readonly snapshotSeconds?: number;
}

/** The parts of the snapshot service, empty. */
export function snapshotService(settings: SnapshotSettings): SnapshotService {
  return {
    volumes: new VolumeMirror(),
    snapshots: new SnapshotStore(),
    lives: new SnapshotLives(),
    contents: new Contents(),
    images: new ImageSnapshots(),
    rootDevices: new RootDevices(),
    bus: settings.bus,
    snapshotMs: (settings.snapshotSeconds ?? 0.3) * 1000,
  };
}

/** EBS snapshots: the whole of it is the gateway's, moto keeps none of the account's snapshots. */
export function snapshotOperations(service: SnapshotService): Ec2Operations {
  const operations: Record<string, Ec2Operation> = {
    ...imageOperations(service),
    CopySnapshot: copySnapshot(service),
    CreateSnapshot: createSnapshot(service),
    CreateSnapshots: createSnapshots(service),
    DeleteSnapshot: deleteSnapshot(service),
    DescribeSnapshots: describeSnapshots(service),
  };
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, refusing(operation)]),
  );
}
