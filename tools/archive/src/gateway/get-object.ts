import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { failureKind } from '@strata/aws';
import { abortable } from './abortable';
import { inWords } from './head-refusal';
import { type ObjectChecksum, objectChecksum } from './checksums';
import type { Connections } from './connections';
import type { VersionPlace } from './object-place';

/** What S3 tells of an object with its content or instead of it. */
export interface ObjectFacts {
  /** Bytes of the whole object. */
  readonly size: number;
  readonly lastModified: Date;
  readonly etag: string;
  readonly storageClass: string;
  readonly contentType: string | undefined;
  /** By names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: ObjectChecksum | undefined;
  readonly versionId: string | undefined;
  /** Of an archived object: whether a restored copy is there, or on its way. As S3 writes it: `ongoing-request="true"`. */
  readonly restore: string | undefined;
  readonly encryption: string | undefined;
  readonly kmsKey: string | undefined;
}

/** An object's content from an offset on. */
export interface OpenObject extends ObjectFacts {
  readonly content: Readable;
}

/** What is known of an object; undefined where there is none. @throws AwsFailure */
export async function headObject(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  signal?: AbortSignal,
): Promise<ObjectFacts | undefined> {
  const input = { Bucket: bucket, Key: key, ...version(versionId), ChecksumMode: 'ENABLED' as const };
  try {
    const answer = await s3.send(new HeadObjectCommand(input), abortable(signal));
    return factsOf(answer, answer.ContentLength ?? 0);
  } catch (error) {
    if (failureKind(error) === 'not-found') return undefined;
    throw await inWords({ s3 }, { bucket, key, versionId }, error, signal);
  }
}

/**
 * Opens an object, or what of it comes after an offset. Content that breaks off throws while it is read.
 *
 * @param ifMatch an ETag: fails (412) when the object is another one by now
 * @throws AwsFailure; of an object that is archived and not restored `InvalidObjectState`
 */
export async function openObject(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  { offset = 0, ifMatch }: { readonly offset?: number; readonly ifMatch?: string } = {},
  signal?: AbortSignal,
): Promise<OpenObject> {
  const answer = await s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...version(versionId),
      ...(offset > 0 ? { Range: `bytes=${offset}-` } : { ChecksumMode: 'ENABLED' as const }),
      ...(ifMatch === undefined ? {} : { IfMatch: `"${ifMatch}"` }),
    }),
    abortable(signal),
  );
  const size = Number(
    /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? offset + (answer.ContentLength ?? 0),
  );
  return { ...factsOf(answer, size), content: answer.Body as Readable };
}

/** An object's tags. @throws AwsFailure */
export async function objectTags(
  { s3 }: Connections,
  { bucket, key, versionId }: VersionPlace,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const command = new GetObjectTaggingCommand({ Bucket: bucket, Key: key, ...version(versionId) });
  const { TagSet = [] } = await s3.send(command, abortable(signal));
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
}

function version(versionId: string | undefined): { VersionId?: string } {
  return versionId === undefined ? {} : { VersionId: versionId };
}

function factsOf(answer: Omit<HeadObjectCommandOutput, 'ArchiveStatus'>, size: number): ObjectFacts {
  return {
    size,
    lastModified: answer.LastModified ?? new Date(0),
    etag: (answer.ETag ?? '').replaceAll('"', ''),
    storageClass: answer.StorageClass ?? 'STANDARD',
    contentType: answer.ContentType,
    metadata: answer.Metadata ?? {},
    checksum: objectChecksum(answer),
    versionId: answer.VersionId,
    restore: answer.Restore,
    encryption: answer.ServerSideEncryption,
    kmsKey: answer.SSEKMSKeyId,
  };
}
