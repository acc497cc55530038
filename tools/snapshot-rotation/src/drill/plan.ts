import type { SnapshotRecord, VolumeRecord } from '../model';
import { DRILL_TAG } from './tags';

/** A snapshot that is to be restored. */
export interface DrillTarget {
  readonly snapshot: SnapshotRecord;
  /** The volume that it is of; undefined when it is gone. */
  readonly volume: VolumeRecord | undefined;
  readonly zone: string;
  /** When a drill last restored a snapshot of this volume; undefined for never. */
  readonly lastDrilled: Date | undefined;
}

/** What is to be drilled, and what cannot be. */
export interface DrillPlan {
  readonly targets: readonly DrillTarget[];
  /** Volumes that were asked for and have nothing to be restored from. */
  readonly hopeless: readonly { readonly volumeId: string; readonly reason: string }[];
}

/** What a plan is made of. */
export interface DrillPlanInput {
  /** The snapshots that are looked at. */
  readonly snapshots: readonly SnapshotRecord[];
  /** The volumes that they are of, as far as they exist. */
  readonly volumes: ReadonlyMap<string, VolumeRecord>;
  /** Zones in which a volume can be made; at least one. */
  readonly zones: readonly string[];
  /** The zone that was asked for. @default that of the volume, else the first */
  readonly zone?: string | undefined;
  /** All of these volumes. @default the one that was drilled longest ago */
  readonly volumeIds?: readonly string[] | undefined;
  /** All that there are. @default false */
  readonly all?: boolean | undefined;
  /** Decides among volumes that were never drilled, from 0 up to 1. */
  readonly random: number;
}

/** Plans a drill: the newest completed snapshot of each chosen volume. Pure. */
export function planDrill(input: DrillPlanInput): DrillPlan {
  const { volumes, zones, volumeIds, all = false, random } = input;
  const newest = new Map<string, SnapshotRecord>();
  const drilled = new Map<string, Date>();
  for (const snapshot of input.snapshots) {
    const { volumeId } = snapshot;
    const known = newest.get(volumeId);
    if (snapshot.state === 'completed' && (known === undefined || isNewer(snapshot, known))) {
      newest.set(volumeId, snapshot);
    }
    later(drilled, volumeId, snapshot.tags[DRILL_TAG.drilled]);
  }
  const targets = [...newest.values()].map((snapshot) => {
    const volume = volumes.get(snapshot.volumeId);
    const own = volume !== undefined && zones.includes(volume.zone) ? volume.zone : (zones[0] ?? '');
    return { snapshot, volume, zone: input.zone ?? own, lastDrilled: drilled.get(snapshot.volumeId) };
  });
  targets.sort(longestAgoFirst);
  if (volumeIds !== undefined) {
    return {
      targets: targets.filter(({ snapshot }) => volumeIds.includes(snapshot.volumeId)),
      hopeless: volumeIds
        .filter((volumeId) => !newest.has(volumeId))
        .map((volumeId) => ({ volumeId, reason: 'it has no completed snapshot: nothing could be restored' })),
    };
  }
  if (all) return { targets, hopeless: [] };
  const never = targets.filter(({ lastDrilled }) => lastDrilled === undefined);
  const one = never[Math.floor(random * never.length)] ?? targets[0];
  return { targets: one === undefined ? [] : [one], hopeless: [] };
}

function isNewer(one: SnapshotRecord, other: SnapshotRecord): boolean {
  const difference = one.startTime.getTime() - other.startTime.getTime();
  return difference > 0 || (difference === 0 && one.id > other.id);
}

function later(drilled: Map<string, Date>, volumeId: string, text: string | undefined): void {
  const at = new Date(text ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return;
  const known = drilled.get(volumeId);
  if (known === undefined || known < at) drilled.set(volumeId, at);
}

function longestAgoFirst(one: DrillTarget, other: DrillTarget): number {
  const difference = (one.lastDrilled?.getTime() ?? 0) - (other.lastDrilled?.getTime() ?? 0);
  return difference || (one.snapshot.volumeId < other.snapshot.volumeId ? -1 : 1);
}
