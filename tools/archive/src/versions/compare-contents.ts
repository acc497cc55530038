import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { headObject } from '../gateway/get-object';
import type { ObjectVersion } from '../model';
import { haveSameContent } from '../sync/same-content';
import { sameContent } from './same-content';

/** Pairs that are asked about at a time: two HeadObjects each. */
export const COMPARED_AT_ONCE = 32;

/**
 * Whether two versions of a key hold the same bytes: by the listing, and where that does not tell by the checksums that
 * S3 keeps of both. With SSE-KMS each copy has an ETag of its own, which tells nothing of the content:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 *
 * Asked about are only versions of one size: two HeadObjects, $0.0008 per 1,000 pairs
 * (https://aws.amazon.com/s3/pricing/, us-east-1), where a copy is $0.005 per 1,000 and more into archive classes.
 *
 * @returns undefined where S3 keeps nothing that tells, or may not tell it: with SSE-KMS checksums take `kms:Decrypt`
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html)
 * @throws AwsFailure
 */
export async function compareContents(
  connections: Connections,
  bucket: string,
  one: ObjectVersion,
  other: ObjectVersion,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  if (sameContent(one, other)) return true;
  if (one.size !== other.size) return false;
  const look = ({ key, versionId }: ObjectVersion) =>
    headObject(connections, { bucket, key, versionId }, signal);
  try {
    const [first, second] = await Promise.all([look(one), look(other)]);
    return first && second && haveSameContent(first, second);
  } catch (error) {
    if (failureKind(error) === 'denied') return undefined;
    throw error;
  }
}
