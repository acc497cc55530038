import { INSTANCE_MARKS, PROJECT, RUN_TAGS, SNAPSHOT_POLICY_TAG } from '@strata/naming';
import type { Consistency } from './model';

/**
 * Tags that Strata writes. They are the only record of a run: whoever comes after a crash reads from them what was
 * under way. EC2 keeps 50 tags per resource, keys up to 128 and values up to 256 characters
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions).
 */
export const TAG = {
  /** On snapshots: the policy that made it, which alone may remove it. */
  policy: SNAPSHOT_POLICY_TAG,
  /** On snapshots: the run that made it. */
  run: 'strata:run',
  /** On snapshots: the volume; EC2 itself forgets it when a snapshot is copied. */
  sourceVolume: 'strata:source-volume',
  /** On snapshots: the instance that the volume was attached to. */
  sourceInstance: 'strata:source-instance',
  /** On snapshots: the device name that the volume had. */
  device: 'strata:device',
  /** On snapshots: what will make it go, in words. */
  expiry: 'strata:expiry',
  /** On snapshots: how it was made consistent. */
  consistency: 'strata:consistency',
  /** On copies: the snapshot and the Region that it was copied from. */
  sourceSnapshot: 'strata:source-snapshot',
  sourceRegion: 'strata:source-region',
  /** On copies: when the *source* was started, ISO 8601; a copy's own start is when it was copied. */
  sourceStart: 'strata:source-start',
  /** On instances: the run that stopped it, froze it, or took it out of its Auto Scaling group's service. */
  ...INSTANCE_MARKS,
} as const;

/** Prefix of the keys of lease tags on volumes; the run id follows. */
export const LEASE_PREFIX = RUN_TAGS.leasePrefix;

/** Tags that say whose a resource is; IAM policies go by them. */
export function ownerTags(environment: string): Record<string, string> {
  return { Project: PROJECT, Environment: environment };
}

/** What the tags of a new snapshot are made of. */
export interface SnapshotOrigin {
  readonly environment: string;
  readonly policy: string;
  readonly runId: string;
  readonly volumeId: string;
  readonly instanceId?: string | undefined;
  readonly device?: string | undefined;
  readonly consistency: Consistency;
  /** What will make it go: `keep-last-7`. */
  readonly expiry: string;
}

/** The tags of a new snapshot: ours over the volume's own, of which reserved and lease tags stay behind. */
export function snapshotTags(
  origin: SnapshotOrigin,
  volumeTags: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...inheritedTags(volumeTags),
    ...commonTags(origin),
    [TAG.sourceVolume]: origin.volumeId,
    ...(origin.device === undefined ? {} : { [TAG.device]: origin.device }),
  };
}

/** The tags that all snapshots of a set have: what one call can give them. */
export function commonTags(origin: Omit<SnapshotOrigin, 'volumeId' | 'device'>): Record<string, string> {
  return {
    ...ownerTags(origin.environment),
    [TAG.policy]: origin.policy,
    [TAG.run]: origin.runId,
    ...(origin.instanceId === undefined ? {} : { [TAG.sourceInstance]: origin.instanceId }),
    [TAG.consistency]: origin.consistency,
    [TAG.expiry]: origin.expiry,
  };
}

/** Those of a volume's tags that its snapshots take on. `aws:` is reserved: EC2 refuses to write such keys. */
export function inheritedTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  const ours = Object.entries(tags).filter(([key]) => !/^(aws:|strata:)/.test(key));
  // What Strata itself adds must fit in as well: EC2 takes 50 tags.
  return Object.fromEntries(ours.slice(0, 50 - RESERVED_TAGS));
}

/** Most tags that Strata itself puts on one snapshot. */
const RESERVED_TAGS = 14;
