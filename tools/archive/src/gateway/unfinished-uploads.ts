import { ListMultipartUploadsCommand, ListPartsCommand } from '@aws-sdk/client-s3';
import { failureKind, pooled } from '@strata/aws';
import type { UnfinishedUploads } from '../audit/usage';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { fromListing } from './listed-text';

/** Uploads whose parts are asked for at a time. */
const CONCURRENCY = 8;

interface Upload {
  readonly key: string;
  readonly id: string;
}

/** Adds up the multipart uploads of a bucket that have not ended: one call per 1,000 uploads, and one for each. */
export async function readUnfinishedUploads(
  connections: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<UnfinishedUploads> {
  const sum = { uploads: 0, bytes: 0, oldest: undefined as Date | undefined };
  for await (const page of listUploads(connections, bucket, sum, signal)) {
    const size = (upload: Upload) => sizeOf(connections, bucket, upload, signal);
    for await (const outcome of pooled(page, CONCURRENCY, size, signal)) {
      if (outcome.ok) sum.bytes += outcome.value;
      // It ended, one way or the other, since it was listed.
      else if (failureKind(outcome.error) === 'not-found') sum.uploads -= 1;
      else throw outcome.error;
    }
  }
  return sum;
}

async function* listUploads(
  { s3 }: Connections,
  bucket: string,
  sum: { uploads: number; oldest: Date | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<Upload[], void, undefined> {
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  while (markers !== undefined) {
    const command: ListMultipartUploadsCommand = new ListMultipartUploadsCommand({
      Bucket: bucket,
      EncodingType: 'url',
      ...markers,
    });
    const page = await s3.send(command, abortable(signal));
    const uploads = page.Uploads ?? [];
    for (const { Initiated } of uploads) {
      if (Initiated && (sum.oldest === undefined || Initiated < sum.oldest)) sum.oldest = Initiated;
    }
    sum.uploads += uploads.length;
    yield uploads.map(({ Key = '', UploadId = '' }) => ({ key: fromListing(Key), id: UploadId }));
    markers = page.IsTruncated
      ? { KeyMarker: fromListing(page.NextKeyMarker ?? ''), UploadIdMarker: page.NextUploadIdMarker }
      : undefined;
  }
}

async function sizeOf(
  { s3 }: Connections,
  bucket: string,
  { key, id }: Upload,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0;
  let marker: string | undefined;
  do {
    const page = await s3.send(
      new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: id, PartNumberMarker: marker }),
      abortable(signal),
    );
    for (const { Size = 0 } of page.Parts ?? []) bytes += Size;
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return bytes;
}
