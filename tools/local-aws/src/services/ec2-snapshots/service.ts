import type { EventBus } from '../events/event-bus';
import type { VolumeMirror } from '../ec2-volumes/mirror';
import type { Contents } from '../ebs/contents';
import type { ImageSnapshots } from './image-snapshots';
import type { SnapshotLives } from './life';
import type { RootDevices } from './root-devices';
import type { SnapshotStore } from './store';

/** What the operations on snapshots share. */
export interface SnapshotService {
  readonly snapshots: SnapshotStore;
  readonly lives: SnapshotLives;
  readonly volumes: VolumeMirror;
  readonly contents: Contents;
  readonly images: ImageSnapshots;
  readonly rootDevices: RootDevices;
  readonly bus: EventBus;
  /** How long a snapshot stays `pending` where its volume does not say, milliseconds. */
  readonly snapshotMs: number;
}
