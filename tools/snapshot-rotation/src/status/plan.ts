import { secondsBetween } from '../age';
import type { VolumeRecord } from '../model';

/** The completed snapshots of one volume in one Region. */
export interface Completed {
  readonly newest: { readonly id: string; readonly startTime: Date };
  /** Start of the oldest. */
  readonly since: Date;
}

/** Completed snapshots by volume. */
export type CompletedByVolume = ReadonlyMap<string, Completed>;

/** What the objective is compared with. */
export interface StatusInput {
  readonly policy: string;
  readonly rpoMinutes: number;
  readonly volumes: Iterable<VolumeRecord>;
  readonly completed: CompletedByVolume;
  /** Copies, one per destination Region of the policy. */
  readonly copies: readonly { readonly region: string; readonly completed: CompletedByVolume }[];
  /** Regions that copies go to and that could not be read; nothing is said of these. @default none */
  readonly unread?: readonly UnreadRegion[] | undefined;
  /** AWS's time. */
  readonly now: Date;
}

/** A Region that copies go to, and why it could not be read. */
export interface UnreadRegion {
  readonly region: string;
  readonly reason: string;
}

/** How far a volume's newest backup in one place lies back. */
export interface BackupAge {
  readonly snapshotId: string | undefined;
  /** Seconds since the moment whose data it holds; undefined when there is none. */
  readonly ageSeconds: number | undefined;
  readonly met: boolean;
}

/** One volume against the RPO. */
export interface VolumeStatus extends BackupAge {
  readonly volumeId: string;
  /** Its `Name` tag. */
  readonly name: string | undefined;
  readonly instanceIds: readonly string[];
  readonly copies: readonly (BackupAge & { readonly region: string })[];
}

/** A policy's volumes against the RPO. */
export interface StatusReport {
  readonly policy: string;
  readonly rpoSeconds: number;
  /** Those that miss it first, then the oldest backups. */
  readonly volumes: readonly VolumeStatus[];
  /** Volumes that miss it, in their own Region or in one that copies go to. */
  readonly over: number;
  /** Of all volumes and places. A volume that has no snapshot counts from its creation. */
  readonly worstAgeSeconds: number;
  /** Regions of copies that could not be read: they are in none of the numbers. */
  readonly unread: readonly UnreadRegion[];
}

/**
 * Compares the age of each volume's newest completed snapshot with the RPO. Pure.
 *
 * A volume that has none misses it, however young it is: there is nothing to go back to. A copy that is missing is
 * owed since the volume's oldest snapshot, for copying takes its time.
 */
export function statusOf(input: StatusInput): StatusReport {
  const { policy, completed, copies, unread = [], now } = input;
  const rpoSeconds = input.rpoMinutes * 60;
  let worst = 0;
  const volumes = [...input.volumes].map((volume): VolumeStatus => {
    const own = completed.get(volume.id);
    const here = ageOf(own, rpoSeconds, now);
    const owed = own?.since ?? volume.createdAt;
    worst = Math.max(worst, here.ageSeconds ?? ageSince(volume.createdAt, now));
    return {
      volumeId: volume.id,
      name: volume.tags['Name'],
      instanceIds: volume.attachments.map(({ instanceId }) => instanceId),
      ...here,
      copies: copies.map(({ region, completed: there }) => {
        const copy = ageOf(there.get(volume.id), rpoSeconds, now);
        const reckoned = copy.ageSeconds ?? ageSince(owed, now);
        worst = Math.max(worst, reckoned);
        return { region, ...copy, met: own !== undefined && reckoned <= rpoSeconds };
      }),
    };
  });
  return {
    policy,
    rpoSeconds,
    volumes: volumes.sort(worstFirst),
    over: volumes.filter((volume) => !isMet(volume)).length,
    worstAgeSeconds: worst,
    unread,
  };
}

/** Whether a volume meets the objective everywhere. */
export function isMet({ met, copies }: VolumeStatus): boolean {
  return met && copies.every((copy) => copy.met);
}

function ageOf(completed: Completed | undefined, rpoSeconds: number, now: Date): BackupAge {
  if (completed === undefined) return { snapshotId: undefined, ageSeconds: undefined, met: false };
  const { id, startTime } = completed.newest;
  const ageSeconds = ageSince(startTime, now);
  return { snapshotId: id, ageSeconds, met: ageSeconds <= rpoSeconds };
}

/** Clocks that differ a little make no negative ages. */
function ageSince(moment: Date | undefined, now: Date): number {
  return moment === undefined ? 0 : Math.max(0, secondsBetween(moment, now));
}

function worstFirst(one: VolumeStatus, other: VolumeStatus): number {
  const byMet = Number(isMet(one)) - Number(isMet(other));
  const age = ({ ageSeconds }: VolumeStatus): number => ageSeconds ?? Number.MAX_VALUE;
  return byMet || age(other) - age(one) || (one.volumeId < other.volumeId ? -1 : 1);
}
