import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Whether a bucket keeps versions. */
export type Versioning = 'Enabled' | 'Suspended' | 'never enabled';

/** Reads it. @throws AwsFailure */
export async function readVersioning(
  { s3 }: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<Versioning> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }), abortable(signal));
  return Status ?? 'never enabled';
}
