import type { BlockContent } from '../ebs/content';

/** How a snapshot ends. */
export type SnapshotResult = 'completed' | 'error';

/** A snapshot of a volume, or a copy of another snapshot. */
export interface Snapshot {
  readonly id: string;
  readonly region: string;
  /** Ascending in the order of creation, within a Region. */
  readonly sequence: number;
  /** `vol-ffffffff` for a copy: AWS gives copies no usable one. */
  readonly volumeId: string;
  /** GiB. */
  readonly volumeSize: number;
  readonly description: string;
  readonly ownerId: string;
  /** `amazon` for what comes with AWS's own images. */
  readonly ownerAlias?: string | undefined;
  readonly encrypted: boolean;
  /** ARN. */
  readonly kmsKeyId?: string | undefined;
  readonly startTime: Date;
  readonly tags: Map<string, string>;
  /** What the volume held. */
  readonly content: BlockContent;
  readonly life: SnapshotLife;
}

/** From `pending` to its end; changes once, when the time has come or a test settles it. */
export interface SnapshotLife {
  /** When it was begun, milliseconds of the epoch; `startTime` may be another by a control tag. */
  readonly begunAt: number;
  /** When it ends or has ended, milliseconds of the epoch. */
  endsAt: number;
  result: SnapshotResult;
  /** Why it ends in `error`. */
  stateMessage?: string | undefined;
  ended: boolean;
}

/** AWS's account for volume ids of copies (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html). */
export const COPY_VOLUME_ID = 'vol-ffffffff';

/** `pending`, `completed` or `error`. */
export function stateOf({ life }: Snapshot): 'pending' | SnapshotResult {
  return life.ended ? life.result : 'pending';
}

/** Percent as EC2 writes it: grows evenly with time, and reaches 100% only with the end. */
export function progressOf({ life }: Snapshot, now: Date): string {
  if (life.ended) return life.result === 'completed' ? '100%' : '0%';
  const whole = Math.max(1, life.endsAt - life.begunAt);
  const percent = Math.floor((100 * (now.getTime() - life.begunAt)) / whole);
  return `${Math.min(99, Math.max(0, percent))}%`;
}

/** ARN of a snapshot: it belongs to a Region and to no account. */
export function snapshotArn(region: string, id: string): string {
  return `arn:aws:ec2:${region}::snapshot/${id}`;
}
