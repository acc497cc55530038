import type { ObjectVersion } from '../model';

/**
 * Whether two versions surely hold the same bytes: the same version, or the same ETag and size. Equal bytes can have
 * different ETags (parts of another size, SSE-KMS), so a no means "perhaps not".
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
export function sameContent(one: ObjectVersion, other: ObjectVersion): boolean {
  if (one.versionId === other.versionId && one.lastModified.getTime() === other.lastModified.getTime()) {
    return true;
  }
  return one.etag !== '' && one.etag === other.etag && one.size === other.size;
}
