import {
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
} from '@aws-sdk/client-s3';
import { errorCode, failureKind } from '@strata/aws';
import type { ArchiveTier, BucketSettings, Encryption, Reading } from '../audit/settings';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { readLifecycle } from './lifecycle';

/** How S3 says that a setting was never made. Each call has its own code. */
const NEVER_SET = new Set([
  'NoSuchBucketPolicy',
  'NoSuchPublicAccessBlockConfiguration',
  'ObjectLockConfigurationNotFoundError',
  'OwnershipControlsNotFoundError',
  'ReplicationConfigurationNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
  'NoSuchLifecycleConfiguration',
]);

/**
 * Reads everything about a bucket that the audit judges, side by side. A setting that these credentials may not read
 * is told as such and stops no other.
 *
 * @throws AwsFailure when the bucket is not there, or AWS cannot be reached
 */
export async function readBucketSettings(
  { s3 }: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<BucketSettings> {
  const input = { Bucket: bucket };
  const options = abortable(signal);
  const [
    versions,
    lifecycle,
    encryption,
    block,
    policyStatus,
    policy,
    ownership,
    lock,
    replication,
    logging,
    tiers,
  ] = await Promise.all([
    reading(() => s3.send(new GetBucketVersioningCommand(input), options)),
    reading(() => readLifecycle(s3, bucket, signal), []),
    reading(async (): Promise<Encryption | undefined> => {
      const { ServerSideEncryptionConfiguration: configuration } = await s3.send(
        new GetBucketEncryptionCommand(input),
        options,
      );
      const rule = configuration?.Rules?.[0];
      const byDefault = rule?.ApplyServerSideEncryptionByDefault;
      return {
        algorithm: byDefault?.SSEAlgorithm ?? 'AES256',
        keyId: byDefault?.KMSMasterKeyID,
        bucketKey: rule?.BucketKeyEnabled === true,
      };
    }),
    reading(async () => {
      const { PublicAccessBlockConfiguration: set } = await s3.send(
        new GetPublicAccessBlockCommand(input),
        options,
      );
      return {
        blockPublicAcls: set?.BlockPublicAcls === true,
        ignorePublicAcls: set?.IgnorePublicAcls === true,
        blockPublicPolicy: set?.BlockPublicPolicy === true,
        restrictPublicBuckets: set?.RestrictPublicBuckets === true,
      };
    }),
    reading(async () => {
      const { PolicyStatus } = await s3.send(new GetBucketPolicyStatusCommand(input), options);
      return PolicyStatus?.IsPublic === true;
    }, false),
    reading(async (): Promise<unknown> => {
      const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand(input), options);
      return JSON.parse(Policy);
    }),
    reading(async () => {
      const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand(input), options);
      return OwnershipControls?.Rules?.[0]?.ObjectOwnership as string | undefined;
    }),
    reading(async () => {
      const { ObjectLockConfiguration } = await s3.send(
        new GetObjectLockConfigurationCommand(input),
        options,
      );
      if (ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') return undefined;
      const { Mode, Days, Years } = ObjectLockConfiguration.Rule?.DefaultRetention ?? {};
      if (Mode === undefined) return 'object lock is possible, and no version is locked by default';
      return `each version is locked for ${Days === undefined ? `${Years} years` : `${Days} days`} (${Mode})`;
    }),
    reading(async () => {
      const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand(input), options);
      const rules = ReplicationConfiguration?.Rules ?? [];
      return rules.flatMap(({ Status, Destination }) =>
        Status === 'Enabled' ? (Destination?.Bucket?.replace(/^arn:aws[a-z-]*:s3:::/, '') ?? []) : [],
      );
    }, []),
    reading(async () => {
      const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand(input), options);
      return LoggingEnabled?.TargetBucket;
    }),
    reading(() => readArchiveTiers(s3, bucket, signal), []),
  ]);
  return {
    versioning: mapped(versions, ({ Status }) => Status ?? 'never enabled'),
    mfaDelete: mapped(versions, ({ MFADelete }) => MFADelete === 'Enabled'),
    lifecycle,
    encryption,
    publicAccessBlock: block,
    policyIsPublic: policyStatus,
    policy,
    ownership,
    objectLock: lock,
    replication,
    loggingBucket: logging,
    archiveTiers: tiers,
  };
}

async function readArchiveTiers(
  s3: Connections['s3'],
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<ArchiveTier[]> {
  const tiers: ArchiveTier[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListBucketIntelligentTieringConfigurationsCommand({ Bucket: bucket, ContinuationToken: token }),
      abortable(signal),
    );
    for (const { Id = '', Status, Tierings = [] } of page.IntelligentTieringConfigurationList ?? []) {
      if (Status !== 'Enabled') continue;
      for (const { AccessTier = '', Days = 0 } of Tierings) {
        tiers.push({ configuration: Id, tier: AccessTier, afterDays: Days });
      }
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return tiers;
}

async function reading<T>(read: () => Promise<T>, unless: T): Promise<Reading<T>>;
async function reading<T>(read: () => Promise<T>): Promise<Reading<T | undefined>>;
async function reading<T>(read: () => Promise<T>, unless?: T): Promise<Reading<T | undefined>> {
  try {
    return { read: true, value: await read() };
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (NEVER_SET.has(code)) return { read: true, value: unless };
    const kind = failureKind(error);
    // A local AWS has not everything; a bucket or an AWS that is not there makes all of it pointless.
    if (code !== 'NoSuchBucket' && (kind === 'denied' || code === 'LocalAwsNotImplemented')) {
      return { read: false, reason: error instanceof Error ? error.message : String(error) };
    }
    throw error;
  }
}

function mapped<T, Result>(
  value: Reading<T | undefined>,
  map: (value: NonNullable<T>) => Result,
): Reading<Result> {
  if (!value.read) return value;
  return { read: true, value: map(value.value ?? ({} as NonNullable<T>)) };
}
