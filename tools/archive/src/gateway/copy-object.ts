import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { pooled } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { headObject, objectTags, type VersionPlace } from './get-object';
import { attributeInputs, type ObjectAttributes, type ObjectPlace } from './object-attributes';
import { type PartRange, partRanges } from './parts';

/** What is copied where. */
export interface CopyRequest {
  readonly from: VersionPlace;
  /** Bytes of the source. */
  readonly size: number;
  /** Fails (412) when the source is another object by now. */
  readonly ifMatch?: string | undefined;
  readonly to: ObjectPlace;
  /**
   * What differs from the source. Metadata, content type and tags stay as they are where nothing is said; the storage
   * class and the encryption do not: S3 takes the destination's defaults.
   */
  readonly attributes?: Pick<ObjectAttributes, 'storageClass' | 'kmsKey' | 'tags'> | undefined;
}

/** What came of it. */
export interface CopyResult {
  readonly etag: string;
  /** Of the new version, where the bucket has versions. */
  readonly versionId: string | undefined;
}

/** Sizes at which copies go in parts. Tests use small ones. */
export interface CopySizes {
  /** Bytes from which on. @default 5 GiB, the most that one CopyObject takes */
  readonly multipartAbove?: number | undefined;
  /** Bytes per part. @default 512 MiB, more where there would be over 10,000 parts */
  readonly partBytes?: number | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html: "up to 5 GB in size in a single atomic action" */
const MAX_SINGLE_COPY = 5 * 1024 ** 3;
const COPY_PART_BYTES = 512 * 1024 ** 2;
const PARTS_AT_ONCE = 8;

/**
 * Copies an object or a version of it inside S3, in parts where it is over 5 GiB. The content never comes here.
 *
 * @throws AwsFailure; nothing is left of a copy in parts that fails
 */
export async function copyObject(
  connections: Connections,
  request: CopyRequest,
  signal?: AbortSignal,
  sizes: CopySizes = {},
): Promise<CopyResult> {
  if (request.size > (sizes.multipartAbove ?? MAX_SINGLE_COPY)) {
    return copyInParts(connections, request, sizes.partBytes ?? COPY_PART_BYTES, signal);
  }
  const { from, to, ifMatch, attributes = {} } = request;
  const answer = await connections.s3.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: copySource(from),
      ...(ifMatch === undefined ? {} : { CopySourceIfMatch: ifMatch }),
      ...attributeInputs(attributes),
      // An object is copied onto itself only if something is said anew.
      ...(attributes.tags === undefined ? {} : { TaggingDirective: 'REPLACE' as const }),
    }),
    abortable(signal),
  );
  return { etag: unquoted(answer.CopyObjectResult?.ETag), versionId: answer.VersionId };
}

async function copyInParts(
  connections: Connections,
  { from, size, ifMatch, to, attributes = {} }: CopyRequest,
  partBytes: number,
  signal: AbortSignal | undefined,
): Promise<CopyResult> {
  const { s3 } = connections;
  const facts = await headObject(connections, from, signal);
  const tags = attributes.tags ?? (await objectTags(connections, from, signal));
  const { contentType, metadata } = facts ?? {};
  const place = { Bucket: to.bucket, Key: to.key };
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      ...place,
      ...attributeInputs({ contentType, metadata, ...attributes, ...(isEmpty(tags) ? {} : { tags }) }),
    }),
    abortable(signal),
  );
  const upload = { ...place, UploadId };
  const copyPart = async ({ number, start, end }: PartRange) => {
    const answer = await s3.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: number,
        CopySource: copySource(from),
        CopySourceRange: `bytes=${start}-${end - 1}`,
        CopySourceIfMatch: ifMatch ?? facts?.etag,
      }),
      abortable(signal),
    );
    return { PartNumber: number, ETag: answer.CopyPartResult?.ETag };
  };
  try {
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const outcome of pooled(partRanges(size, partBytes), PARTS_AT_ONCE, copyPart, signal)) {
      if (!outcome.ok) throw outcome.error;
      parts.push(outcome.value);
    }
    parts.sort((a, b) => a.PartNumber - b.PartNumber);
    const answer = await s3.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
      abortable(signal),
    );
    return { etag: unquoted(answer.ETag), versionId: answer.VersionId };
  } catch (error) {
    // Its parts would be paid for until a lifecycle rule finds them.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** Bucket, key and version as the header wants them: percent signs, but for the slashes. */
function copySource({ bucket, key, versionId }: VersionPlace): string {
  const path = `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  return versionId === undefined ? path : `${path}?versionId=${encodeURIComponent(versionId)}`;
}

function isEmpty(record: Readonly<Record<string, string>>): boolean {
  return Object.keys(record).length === 0;
}

function unquoted(etag = ''): string {
  return etag.replaceAll('"', '');
}
