import type { Connections } from '../gateway/connections';
import { headObject, type ObjectFacts } from '../gateway/get-object';
import type { ObjectPlace } from '../gateway/object-place';
import { haveSameContent } from '../sync/same-content';
import type { VersionRef } from './journal';

/**
 * Whether what a key has now is a copy of an earlier version of it: by size and ETag, or by the checksums that S3 keeps
 * of both. With SSE-KMS no ETag tells of the content, and each copy has another one; a copy that is made in one go, as
 * Batch Operations does, of an object that was uploaded in parts has one of its own as well:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 *
 * @throws AwsFailure
 */
export async function isCopyOf(
  connections: Connections,
  place: ObjectPlace,
  current: ObjectFacts,
  version: VersionRef | undefined,
  signal?: AbortSignal,
): Promise<boolean> {
  if (version === undefined || current.size !== version.size) return false;
  if (current.etag === version.etag) return true;
  const facts = await headObject(connections, { ...place, versionId: version.versionId }, signal);
  return facts !== undefined && haveSameContent(facts, current) === true;
}
