import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import type { Policy } from '@strata/event-pattern';
import type { BucketEvidence, BucketSettings } from '../diagnose/evidence';
import { known, type Reading } from '../diagnose/reading';
import { abortable } from './abortable';
import { attempted, attemptedAlways, map } from './attempted';
import type { Connections } from './connections';
import { readKey } from './key';

/** A bucket with what it is set to; undefined when there is none. */
export async function readBucket(
  connections: Connections,
  bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<Reading<BucketEvidence | undefined>> {
  const arn = `arn:aws:s3:::${bucket}`;
  const own = connections.target.region;
  const call = connections.s3.send(new HeadBucketCommand({ Bucket: bucket }), abortable(signal));
  const regions = call.then(({ BucketRegion }) => BucketRegion ?? own, elsewhere);
  const region = await attempted(connections, 's3:ListBucket', arn, regions, /^(NotFound|NoSuchBucket)$/);
  if (!region.readable) return region;
  if (region.value === undefined) return known(undefined);
  const settings = region.value === own ? await readSettings(connections, bucket, prefix, signal) : undefined;
  return known({ region: region.value, settings });
}

/** S3 tells the Region of a bucket that is in another one in the header of its redirect. */
function elsewhere(error: unknown): string {
  const { $response } = error as { readonly $response?: { readonly headers?: Record<string, string> } };
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  const region = $response?.headers?.['x-amz-bucket-region'];
  if ($metadata?.httpStatusCode === 301 && region) return region;
  throw error;
}

async function readSettings(
  connections: Connections,
  Bucket: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<BucketSettings> {
  const { s3 } = connections;
  const arn = `arn:aws:s3:::${Bucket}`;
  const options = abortable(signal);
  const [versioning, policy, lifecycle, encryption] = await Promise.all([
    attemptedAlways(
      connections,
      's3:GetBucketVersioning',
      arn,
      s3.send(new GetBucketVersioningCommand({ Bucket }), options),
    ),
    attempted(
      connections,
      's3:GetBucketPolicy',
      arn,
      s3.send(new GetBucketPolicyCommand({ Bucket }), options),
      /^NoSuchBucketPolicy$/,
    ),
    attempted(
      connections,
      's3:GetLifecycleConfiguration',
      arn,
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }), options),
      /^NoSuchLifecycleConfiguration$/,
    ),
    attempted(
      connections,
      's3:GetEncryptionConfiguration',
      arn,
      s3.send(new GetBucketEncryptionCommand({ Bucket }), options),
      /^ServerSideEncryptionConfigurationNotFoundError$/,
    ),
  ]);
  const byDefault = map(encryption, (answer) => {
    const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const { SSEAlgorithm = '', KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    // Without a key of one's own S3 uses the one that AWS manages for it.
    return SSEAlgorithm.startsWith('aws:kms') ? (KMSMasterKeyID ?? 'alias/aws/s3') : undefined;
  });
  return {
    versioning: map(versioning, ({ Status }) => Status),
    policy: map(policy, (text) => (text?.Policy ? (JSON.parse(text.Policy) as Policy) : undefined)),
    laterClasses: map(lifecycle, (rules) => laterClasses(rules?.Rules ?? [], prefix)),
    key: await keyOf(connections, byDefault, signal),
  };
}

async function keyOf(
  connections: Connections,
  name: Reading<string | undefined>,
  signal?: AbortSignal,
): Promise<BucketSettings['key']> {
  if (!name.readable) return name;
  if (name.value === undefined) return known(undefined);
  return known({ name: name.value, found: await readKey(connections, name.value, signal) });
}

/** Classes that enabled rules move current objects below the prefix to. */
function laterClasses(rules: readonly LifecycleRule[], prefix: string): string[] {
  const classes = rules
    .filter(({ Status }) => Status === 'Enabled')
    .filter((rule) => {
      const below = rule.Filter?.Prefix ?? rule.Filter?.And?.Prefix ?? '';
      return below.startsWith(prefix) || prefix.startsWith(below);
    })
    .flatMap(({ Transitions }) => (Transitions ?? []).map(({ StorageClass = '' }) => String(StorageClass)));
  return [...new Set(classes)];
}
