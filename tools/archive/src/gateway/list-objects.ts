import { ListObjectsV2Command, type RestoreStatus } from '@aws-sdk/client-s3';
import { isArchived } from '../glacier/tiers';
import type { ObjectEntry } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { fromListing } from './listed-text';

/** What is listed. */
export interface ListingScope {
  readonly bucket: string;
  /** What keys begin with. @default '' */
  readonly prefix?: string | undefined;
}

/**
 * The objects of a bucket in the order of their keys (by bytes of UTF-8), a page at a time, so that memory stays flat.
 * A page that fails throws: what was listed so far never looks like the whole.
 *
 * @throws AwsFailure
 */
export async function* listObjects(
  { s3 }: Connections,
  { bucket, prefix = '' }: ListingScope,
  signal?: AbortSignal,
): AsyncGenerator<readonly ObjectEntry[], void, undefined> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        ...(prefix === '' ? {} : { Prefix: prefix }),
        // Keys may hold characters that XML cannot.
        EncodingType: 'url',
        OptionalObjectAttributes: ['RestoreStatus'],
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
      abortable(signal),
    );
    yield (page.Contents ?? []).map(
      ({ Key = '', Size = 0, LastModified, ETag = '', StorageClass, RestoreStatus }) => ({
        key: fromListing(Key),
        size: Size,
        lastModified: LastModified ?? new Date(0),
        etag: ETag.replaceAll('"', ''),
        storageClass: StorageClass ?? 'STANDARD',
        ...(isAway(StorageClass, RestoreStatus) ? { isAway: true } : {}),
      }),
    );
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

/** Without a date there is no retrieved copy: https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreStatus.html */
function isAway(storageClass: string | undefined, restore: RestoreStatus | undefined): boolean {
  return isArchived(storageClass ?? '') && restore?.RestoreExpiryDate === undefined;
}
