import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { inWords } from './head-refusal';
import type { VersionPlace } from './object-place';

/**
 * Bytes of the first part of an object that was uploaded in parts, which is the size of all parts but the last;
 * undefined where S3 does not tell.
 *
 * @throws AwsFailure
 */
export async function firstPartBytes(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const input = { Bucket: bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) };
  const answer = await s3
    .send(new HeadObjectCommand({ ...input, PartNumber: 1 }), abortable(signal))
    .catch(async (error: unknown) => {
      throw await inWords({ s3 }, { bucket, key, versionId }, error, signal);
    });
  return answer.PartsCount === undefined ? undefined : answer.ContentLength;
}
