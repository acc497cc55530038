import {
  type DeleteMarkerEntry,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion as ListedVersion,
} from '@aws-sdk/client-s3';
import { ListingStuckError } from '../versions/errors';
import type { ObjectVersion } from '../model';
import { mixed } from '../versions/mix';
import { abortable } from './abortable';
import type { Connections } from './connections';
import type { ListingScope } from './list-objects';
import { fromListing } from './listed-text';
import { noteOrder, orderOf } from './version-order';

/** What is listed, and how. */
export interface VersionScope extends ListingScope {
  /** Versions and markers per page, 1 to 1000. @default 1000 */
  readonly pageSize?: number | undefined;
}

/**
 * All versions and delete markers of a bucket, by key (bytes of UTF-8) and of one key the last stored first. A page at
 * a time, so that memory stays flat; a page may hold markers only, or versions of one key only. A page that fails
 * throws: what was listed so far never looks like the whole.
 *
 * @throws AwsFailure; ListingStuckError when S3 answers the same page again
 */
export async function* listVersions(
  { s3 }: Connections,
  { bucket, prefix = '', pageSize }: VersionScope,
  signal?: AbortSignal,
): AsyncGenerator<ObjectVersion, void, undefined> {
  let marker: { readonly key: string; readonly versionId: string | undefined } | undefined;
  for (;;) {
    const command = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      // Keys may hold characters that XML cannot.
      EncodingType: 'url',
      ...(pageSize === undefined ? {} : { MaxKeys: pageSize }),
      ...(marker === undefined ? {} : { KeyMarker: marker.key }),
      ...(marker?.versionId === undefined ? {} : { VersionIdMarker: marker.versionId }),
    });
    noteOrder(command);
    const page: ListObjectVersionsCommandOutput = await s3.send(command, abortable(signal));
    yield* entriesOf(page);
    if (!page.IsTruncated) return;
    const next = { key: fromListing(page.NextKeyMarker ?? ''), versionId: page.NextVersionIdMarker };
    if (next.key === '' || (next.key === marker?.key && next.versionId === marker.versionId)) {
      throw new ListingStuckError(`s3://${bucket}/${prefix}`, next.key);
    }
    marker = next;
  }
}

/**
 * The same for what a user names: a key, and what lies under it as under a folder. `reports` means `reports` and
 * `reports/…`, and never `reports-old`; `reports/` and `''` mean what begins with them.
 */
export async function* listVersionsUnder(
  connections: Connections,
  scope: VersionScope,
  signal?: AbortSignal,
): AsyncGenerator<ObjectVersion, void, undefined> {
  const { prefix = '' } = scope;
  if (prefix === '' || prefix.endsWith('/')) return yield* listVersions(connections, scope, signal);
  for await (const version of listVersions(connections, scope, signal)) {
    // A key sorts before all that begin with it.
    if (version.key !== prefix) break;
    yield version;
  }
  yield* listVersions(connections, { ...scope, prefix: `${prefix}/` }, signal);
}

function entriesOf(page: ListObjectVersionsCommandOutput): ObjectVersion[] {
  const versions = (page.Versions ?? []).map((version) => entryOf(version));
  const markers = (page.DeleteMarkers ?? []).map((marker) => ({ ...entryOf(marker), isDeleteMarker: true }));
  return mixed(versions, markers, orderOf(page));
}

function entryOf(listed: ListedVersion & DeleteMarkerEntry): ObjectVersion {
  const { Key = '', VersionId = 'null', IsLatest = false, LastModified, Size = 0, ETag = '', Owner } = listed;
  return {
    key: fromListing(Key),
    versionId: VersionId,
    isLatest: IsLatest,
    isDeleteMarker: false,
    size: Size,
    lastModified: LastModified ?? new Date(0),
    etag: ETag.replaceAll('"', ''),
    storageClass: listed.StorageClass ?? 'STANDARD',
    owner: Owner?.DisplayName ?? Owner?.ID,
  };
}
