import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { failureKind } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Whether a bucket keeps versions. `never`: it never did. `unknown`: these credentials may not ask. */
export type Versioning = 'Enabled' | 'Suspended' | 'never' | 'unknown';

/** Asks a bucket whether it keeps versions. @throws AwsFailure, but not for a missing permission */
export async function bucketVersioning(
  { s3 }: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<Versioning> {
  try {
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }), abortable(signal));
    return Status ?? 'never';
  } catch (error) {
    if (failureKind(error) === 'denied') return 'unknown';
    throw error;
  }
}
