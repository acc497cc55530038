import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { Connections } from './connections';
import { copyInParts } from './copy-in-parts';
import type { CopyRequest, CopyResult } from './copy-request';
import { copySource } from './copy-source';
import { attributeInputs } from './object-attributes';
import { sourceHeaders } from './source-headers';

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

/**
 * Copies an object or a version of it inside S3, in parts where it is over 5 GiB. The content never comes here.
 *
 * @param signal ends what is asked before, and copies in parts. A copy that S3 was asked for in one go is waited for: S3
 * carries it out whether anybody listens or not, and then nobody would know of it
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
  // S3 takes another content type only with all of the metadata anew.
  const anew =
    attributes.contentType === undefined ? {} : (await sourceHeaders(connections, from, signal)).inputs;
  signal?.throwIfAborted();
  const answer = await connections.s3.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: copySource(from),
      ...(ifMatch === undefined ? {} : { CopySourceIfMatch: ifMatch }),
      ...anew,
      ...attributeInputs(attributes),
      ...(attributes.contentType === undefined ? {} : { MetadataDirective: 'REPLACE' as const }),
      // An object is copied onto itself only if something is said anew.
      ...(attributes.tags === undefined ? {} : { TaggingDirective: 'REPLACE' as const }),
    }),
  );
  return { etag: unquoted(answer.CopyObjectResult?.ETag), versionId: answer.VersionId };
}

function unquoted(etag = ''): string {
  return etag.replaceAll('"', '');
}
