import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { fromListing } from './listed-text';
import { attributeInputs, type ObjectAttributes } from './object-attributes';
import type { ObjectPlace } from './object-place';

/** An upload in parts that is under way, or was broken off. */
export interface Upload extends ObjectPlace {
  readonly uploadId: string;
}

/** A part that S3 has. */
export interface StoredPart {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** Base64 of the CRC32; undefined where S3 does not tell. */
  readonly crc32: string | undefined;
}

/** What every content is sent with: S3 checks it on arrival, and keeps it over the whole object. */
const CHECKSUM = { ChecksumAlgorithm: 'CRC32' } as const;

/** CRC32 as S3 writes it: base64 of its four bytes, big end first. */
export function crc32Text(body: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body) >>> 0);
  return bytes.toString('base64');
}

/** Writes an object in one call. @returns its ETag @throws AwsFailure */
export async function putObject(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  body: Buffer,
  attributes: ObjectAttributes,
  signal?: AbortSignal,
): Promise<string> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: body,
    // Said, since the SDK takes an empty body for a stream of unknown length.
    ContentLength: body.length,
    ...CHECKSUM,
    ChecksumCRC32: crc32Text(body),
    ...attributeInputs(attributes),
  });
  return unquoted((await s3.send(command, abortable(signal))).ETag);
}

/** Begins an upload in parts, with a checksum over the whole object in the end. @throws AwsFailure */
export async function createUpload(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  attributes: ObjectAttributes,
  signal?: AbortSignal,
): Promise<Upload> {
  const command = new CreateMultipartUploadCommand({
    Bucket: bucket,
    Key: key,
    ...CHECKSUM,
    ChecksumType: 'FULL_OBJECT',
    ...attributeInputs(attributes),
  });
  const { UploadId = '' } = await s3.send(command, abortable(signal));
  return { bucket, key, uploadId: UploadId };
}

/** Sends a part. @throws AwsFailure */
export async function uploadPart(
  { s3 }: Connections,
  upload: Upload,
  number: number,
  body: Buffer,
  signal?: AbortSignal,
): Promise<StoredPart> {
  const checksum = crc32Text(body);
  const command = new UploadPartCommand({
    ...inputs(upload),
    PartNumber: number,
    Body: body,
    ...CHECKSUM,
    ChecksumCRC32: checksum,
  });
  const { ETag } = await s3.send(command, abortable(signal));
  return { number, size: body.length, etag: unquoted(ETag), crc32: checksum };
}

/** Makes the object of its parts. @returns its ETag @throws AwsFailure */
export async function completeUpload(
  { s3 }: Connections,
  upload: Upload,
  parts: readonly StoredPart[],
  signal?: AbortSignal,
): Promise<string> {
  const Parts = [...parts]
    .sort((a, b) => a.number - b.number)
    .map(({ number, etag, crc32: checksum }) => ({
      PartNumber: number,
      ETag: etag,
      ...(checksum === undefined ? {} : { ChecksumCRC32: checksum }),
    }));
  const command = new CompleteMultipartUploadCommand({
    ...inputs(upload),
    MultipartUpload: { Parts },
    ChecksumType: 'FULL_OBJECT',
  });
  return unquoted((await s3.send(command, abortable(signal))).ETag);
}

/** Gives an upload up, and its parts. @throws AwsFailure */
export async function abortUpload({ s3 }: Connections, upload: Upload): Promise<void> {
  await s3.send(new AbortMultipartUploadCommand(inputs(upload)));
}

/**
 * The newest upload of a key that never ended, and for all that S3 tells was begun as `createUpload` begins them;
 * undefined where there is none.
 *
 * @throws AwsFailure
 */
export async function findUpload(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  signal?: AbortSignal,
): Promise<Upload | undefined> {
  let found: { readonly uploadId: string; readonly begun: number } | undefined;
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (marker !== undefined) {
    const page: ListMultipartUploadsCommandOutput = await s3.send(
      new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key, EncodingType: 'url', ...marker }),
      abortable(signal),
    );
    const keyOf = page.EncodingType === 'url' ? fromListing : (text: string) => text;
    for (const { Key = '', UploadId = '', Initiated, ChecksumAlgorithm, ChecksumType } of page.Uploads ??
      []) {
      const isAsOurs =
        (ChecksumAlgorithm ?? 'CRC32') === 'CRC32' && (ChecksumType ?? 'FULL_OBJECT') === 'FULL_OBJECT';
      if (keyOf(Key) !== key || !isAsOurs) continue;
      const begun = Initiated?.getTime() ?? 0;
      if (found === undefined || begun >= found.begun) found = { uploadId: UploadId, begun };
    }
    const { NextKeyMarker: next = '' } = page;
    // Uploads come in the order of their keys: what begins with this key and is longer comes after it.
    const isLast = !page.IsTruncated || keyOf(next) !== key;
    marker = isLast ? undefined : { KeyMarker: keyOf(next), UploadIdMarker: page.NextUploadIdMarker ?? '' };
  }
  return found && { bucket, key, uploadId: found.uploadId };
}

/** The parts that S3 has of an upload, by their numbers. @throws AwsFailure */
export async function listParts(
  { s3 }: Connections,
  upload: Upload,
  signal?: AbortSignal,
): Promise<Map<number, StoredPart>> {
  const parts = new Map<number, StoredPart>();
  let marker: string | undefined;
  do {
    const page = await s3.send(
      new ListPartsCommand({
        ...inputs(upload),
        ...(marker === undefined ? {} : { PartNumberMarker: marker }),
      }),
      abortable(signal),
    );
    for (const { PartNumber: number = 0, Size: size = 0, ETag, ChecksumCRC32 } of page.Parts ?? [])
      parts.set(number, { number, size, etag: unquoted(ETag), crc32: ChecksumCRC32 });
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return parts;
}

function inputs({ bucket, key, uploadId }: Upload) {
  return { Bucket: bucket, Key: key, UploadId: uploadId };
}

function unquoted(etag = ''): string {
  return etag.replaceAll('"', '');
}
