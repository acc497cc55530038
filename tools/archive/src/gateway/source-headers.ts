import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { abortable } from './abortable';
import { type ObjectChecksum, objectChecksum } from './checksums';
import type { Connections } from './connections';
import { inWords } from './head-refusal';
import type { VersionPlace } from './object-place';

/** What goes along with an object's content, where S3 does not copy it by itself. */
export interface SourceHeaders {
  /** As inputs of CopyObject and CreateMultipartUpload name them: metadata, content type, and the other headers. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly etag: string | undefined;
  readonly checksum: ObjectChecksum | undefined;
}

/** Reads them. @throws AwsFailure */
export async function sourceHeaders(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  signal?: AbortSignal,
): Promise<SourceHeaders> {
  const version = versionId === undefined ? {} : { VersionId: versionId };
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ...version, ChecksumMode: 'ENABLED' });
  const answer = await s3.send(command, abortable(signal)).catch(async (error: unknown) => {
    throw await inWords({ s3 }, { bucket, key, versionId }, error, signal);
  });
  const expires = new Date(answer.ExpiresString ?? '');
  const inputs = {
    Metadata: answer.Metadata,
    ContentType: answer.ContentType,
    CacheControl: answer.CacheControl,
    ContentDisposition: answer.ContentDisposition,
    ContentEncoding: answer.ContentEncoding,
    ContentLanguage: answer.ContentLanguage,
    WebsiteRedirectLocation: answer.WebsiteRedirectLocation,
    Expires: Number.isNaN(expires.getTime()) ? undefined : expires,
  };
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined)),
    etag: answer.ETag,
    checksum: objectChecksum(answer),
  };
}
