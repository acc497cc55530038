import type { ObjectVersion } from '../model';

/**
 * Whether a version was uploaded in parts, by its ETag, which ends in how many they were, with SSE-KMS too
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html). S3 dates such a version by the
 * beginning of its upload: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 */
export function isMultipart({ etag }: Pick<ObjectVersion, 'etag'>): boolean {
  return /-\d+$/.test(etag);
}
