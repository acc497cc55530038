import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ArchivedObject } from '../verify/item';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named } from './named';
import type { ArchiveLocation } from './tasks';

/** User metadata of an object, by its names without `x-amz-meta-`. */
export type UserMetadata = Readonly<Record<string, string>>;

/** Objects below the archive's prefix, in the order of their keys, as S3 gives them; the prefix's own one is left out. */
export async function* listArchive(
  connections: Connections,
  { bucket, prefix }: ArchiveLocation,
  signal?: AbortSignal,
): AsyncGenerator<ArchivedObject> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      // Keys may hold characters that XML cannot.
      EncodingType: 'url',
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const call = connections.s3.send(command, abortable(signal));
    const page = await named(connections, 's3:ListBucket', `arn:aws:s3:::${bucket}`, call);
    for (const { Key = '', Size = 0, LastModified, StorageClass } of page.Contents ?? []) {
      const key = decodeURIComponent(Key.replaceAll('+', ' ')).slice(prefix.length);
      if (key === '') continue;
      yield {
        key,
        size: Size,
        storedAt: LastModified ?? new Date(0),
        storageClass: StorageClass ?? 'STANDARD',
      };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** The user metadata of an object; undefined when it went away. */
export async function readMetadata(
  connections: Connections,
  { bucket, prefix }: ArchiveLocation,
  key: string,
  signal?: AbortSignal,
): Promise<UserMetadata | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: prefix + key });
  const call = orGone(connections.s3.send(command, abortable(signal)));
  const head = await named(connections, 's3:GetObject', `arn:aws:s3:::${bucket}/${prefix}${key}`, call);
  return head && (head.Metadata ?? {});
}

/** An object's content as a stream, with its user metadata; undefined when it went away. */
export async function openObject(
  connections: Connections,
  { bucket, prefix }: ArchiveLocation,
  key: string,
  signal?: AbortSignal,
): Promise<{ readonly content: Readable; readonly metadata: UserMetadata } | undefined> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: prefix + key });
  const call = orGone(connections.s3.send(command, abortable(signal)));
  const answer = await named(connections, 's3:GetObject', `arn:aws:s3:::${bucket}/${prefix}${key}`, call);
  return answer && { content: answer.Body as Readable, metadata: answer.Metadata ?? {} };
}

/** Without s3:ListBucket, S3 answers 403 for what is not there; that stays an error. */
async function orGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && ['NotFound', 'NoSuchKey'].includes(error.name)) return undefined;
    throw error;
  }
}
