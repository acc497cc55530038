import { UsageError } from '@strata/cli-kit';
import { describePolicy, type RetentionPolicy } from '@strata/retention';
import { retentionIn, type SnapshotPolicy } from '../policy';

/** A Region that copies go to. */
export interface Destination {
  readonly region: string;
  /** KMS key of that Region. @default the Region's default key for EBS, for copies of encrypted snapshots */
  readonly kmsKeyId?: string | undefined;
  /** Which copies stay there. */
  readonly retention: RetentionPolicy;
}

/** Where the copies of a policy go, by its configuration. Empty where it states none. */
export function configuredDestinations(policy: SnapshotPolicy): Destination[] {
  return policy.config.copies.map(({ region, kmsKeyId }) => ({
    region,
    kmsKeyId,
    retention: retentionIn(policy, region, 'copies'),
  }));
}

/** What was asked for on the command line. */
export interface AskedDestinations {
  readonly toRegion?: readonly string[] | undefined;
  readonly kmsKey?: string | undefined;
}

/**
 * Where the copies of a policy go: the Regions that are asked for, else those of its configuration. A Region that the
 * configuration knows has its key and its rules from there; another one keeps what the policy itself keeps.
 *
 * @throws UsageError when there is none, when one is the Region of the source, or when a key is given for several
 */
export function destinationsOf(
  policy: SnapshotPolicy,
  sourceRegion: string,
  { toRegion, kmsKey }: AskedDestinations,
): Destination[] {
  const configured = configuredDestinations(policy);
  const regions = toRegion === undefined ? configured.map(({ region }) => region) : [...new Set(toRegion)];
  if (regions.length === 0) {
    throw new UsageError({
      what: `The policy ${policy.config.name} has no copies, and no Region was asked for`,
      fix: 'Name one with --to-region, or state backup.snapshots.policies[].copies in the environment file.',
    });
  }
  if (regions.includes(sourceRegion)) {
    throw new UsageError({
      what: 'Copies go to another Region than the one that the snapshots are in',
      got: sourceRegion,
      fix: 'A copy in the same Region shares its fate. Name another one with --to-region.',
    });
  }
  if (kmsKey !== undefined && regions.length > 1) {
    throw new UsageError({
      what: 'A KMS key belongs to one Region, and the copies go to several',
      got: `--kms-key ${kmsKey} for ${regions.join(', ')}`,
      fix: 'Name one Region with --to-region, or state a kmsKeyId for each in the environment file.',
    });
  }
  return regions.map((region) => {
    const known = configured.find((destination) => destination.region === region);
    return {
      region,
      kmsKeyId: kmsKey ?? known?.kmsKeyId,
      retention: known?.retention ?? policy.retention,
    };
  });
}

/** What makes a copy go, as a tag's value: at most 256 characters. */
export function copyExpiry({ retention }: Destination): string {
  return describePolicy(retention).slice(0, 256);
}
