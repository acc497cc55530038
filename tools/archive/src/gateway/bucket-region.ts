import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { failureKind } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** The Region that a bucket is in; where S3 does not tell, that of the connections. @throws AwsFailure */
export async function bucketRegion(
  { s3, target }: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<string> {
  try {
    const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket: bucket }), abortable(signal));
    return BucketRegion ?? target.region;
  } catch (error) {
    if (failureKind(error) === 'denied') return target.region;
    throw error;
  }
}
