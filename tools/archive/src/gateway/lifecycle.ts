import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule as S3Rule,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LifecycleRule } from '../audit/settings';
import { abortable } from './abortable';

/** The enabled rules of a bucket's lifecycle. @throws AwsFailure, of code `NoSuchLifecycleConfiguration` without any */
export async function readLifecycle(
  s3: S3Client,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<LifecycleRule[]> {
  const { Rules = [] } = await s3.send(
    new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }),
    abortable(signal),
  );
  return Rules.filter(({ Status }) => Status === 'Enabled').map(ruleOf);
}

function ruleOf(rule: S3Rule): LifecycleRule {
  const { Expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  return {
    id: rule.ID ?? '',
    scope: scopeOf(rule),
    transitions: (rule.Transitions ?? []).map(({ Days, Date: date, StorageClass = '' }) => ({
      afterDays: date === undefined ? (Days ?? 0) : undefined,
      storageClass: StorageClass,
    })),
    expires:
      Expiration?.Days !== undefined
        ? `after ${Expiration.Days} days`
        : Expiration?.Date && `on ${Expiration.Date.toISOString().slice(0, 10)}`,
    // Expiration by days removes them too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
    removesLoneMarkers: Expiration?.ExpiredObjectDeleteMarker === true || Expiration?.Days !== undefined,
    noncurrentTransitions: (rule.NoncurrentVersionTransitions ?? []).map(
      ({ NoncurrentDays = 0, StorageClass = '' }) => ({
        afterDays: NoncurrentDays,
        storageClass: StorageClass,
      }),
    ),
    noncurrentExpiry:
      noncurrent?.NoncurrentDays === undefined
        ? undefined
        : { afterDays: noncurrent.NoncurrentDays, keepsNewest: noncurrent.NewerNoncurrentVersions ?? 0 },
    abortsUploadsAfterDays: rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  };
}

function scopeOf(rule: S3Rule): string | undefined {
  const { And, ...alone } = rule.Filter ?? {};
  const prefix = rule.Prefix ?? And?.Prefix ?? alone.Prefix;
  const tags = And?.Tags ?? (alone.Tag ? [alone.Tag] : []);
  const over = And?.ObjectSizeGreaterThan ?? alone.ObjectSizeGreaterThan;
  const under = And?.ObjectSizeLessThan ?? alone.ObjectSizeLessThan;
  const parts = [
    ...(prefix ? [`keys that begin with ${JSON.stringify(prefix)}`] : []),
    ...tags.map(({ Key, Value }) => `tag ${Key}=${Value}`),
    ...(over === undefined ? [] : [`more than ${over} bytes`]),
    ...(under === undefined ? [] : [`less than ${under} bytes`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}
