import type { Consistency, VolumeRecord } from '../model';

/** A volume that is to be snapshotted. */
export interface PlannedVolume {
  readonly volume: VolumeRecord;
  /** Name of the device on the set's instance. */
  readonly device?: string | undefined;
}

/** By which calls a set is made. */
export type SetCall =
  /** One call: all of the same moment. */
  | {
      readonly api: 'CreateSnapshots';
      readonly excludeRoot: boolean;
      readonly excludeDataVolumeIds: readonly string[];
      /** Whether EC2 copies the tags of the volumes; otherwise they are set afterwards. */
      readonly copyVolumeTags: boolean;
    }
  /** One call per volume. */
  | { readonly api: 'CreateSnapshot' };

/** What an instance needs before its volumes are snapshotted, and what is taken back afterwards. */
export type Preparation = 'none' | 'stop' | 'freeze';

/** Volumes that are snapshotted together: of one instance, or one volume that is attached to none. */
export interface PlannedSet {
  readonly instanceId?: string | undefined;
  /** At least one, by id. */
  readonly volumes: readonly PlannedVolume[];
  readonly call: SetCall;
  readonly preparation: Preparation;
  /** What its snapshots are: at least as consistent as was asked for, if nothing writes to a volume anyway. */
  readonly consistency: Consistency;
  /** The Auto Scaling group that the instance is taken out of while it is stopped. */
  readonly standbyGroup?: string | undefined;
  /** What its reader should know. */
  readonly notes: readonly string[];
}

/** A volume that is not snapshotted this time. */
export interface SkippedVolume {
  readonly volumeId: string;
  readonly instanceId?: string | undefined;
  readonly reason: string;
  /** Whether a guard protects its instance, so that it has failed rather than been left out. @default false */
  readonly refused?: boolean | undefined;
}

/** An instance that a guard protects: nothing at all is done, or by a schedule nothing with it. */
export interface Refusal {
  readonly instanceId: string;
  readonly reason: string;
  readonly fix: string;
}

/** What is going to be done: each selected volume is in exactly one set, or skipped. */
export interface CreatePlan {
  readonly sets: readonly PlannedSet[];
  readonly skipped: readonly SkippedVolume[];
  readonly refusals: readonly Refusal[];
}

/** Ids of the volumes of a set. */
export function volumeIdsOf({ volumes }: PlannedSet): string[] {
  return volumes.map(({ volume }) => volume.id);
}
