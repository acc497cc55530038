import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { StorageClass } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { ARCHIVE_CLASSES } from '../options';
import type { LoopbackConfig } from '../../loopback-client';
import { collect } from './content';
import { type S3Refusal, s3Refusal } from './entry-failures';
import type { Entry } from './entry';
import { entryKey } from './entry';
import type { Preserve } from './posix-metadata';
import { fromUserMetadata, toUserMetadata } from './posix-metadata';
import type { Found, Opened, Receipt, Store } from './store';

/** Content up to this size goes in one PUT; larger content in parts of this size, two under way at a time. */
const PART_BYTES = 8 * 1024 * 1024;
/** S3 allows 10,000 parts; stay below, since a growing file must fail by its length and not by its parts. */
const MAX_PARTS = 9_000;
const HEADS_AT_ONCE = 16;

/** A bucket, or the keys below a prefix of it. Keys are prefix + path; folders are empty objects ending in `/`. */
export class S3Store implements Store {
  readonly uri: string;
  readonly readable: boolean;
  readonly mtimeToleranceNs = 0n;
  readonly #client: S3Client;

  /** @param prefix empty, or ending in `/`. */
  constructor(
    config: LoopbackConfig,
    private readonly bucket: string,
    private readonly prefix: string,
    private readonly storageClass: string,
    /** What S3 answers to a use of the bucket's key; absent when the key can be used. */
    private readonly keyRefusal?: (operation: string, key: string) => S3Refusal,
  ) {
    this.uri = `s3://${bucket}/${prefix}`;
    this.readable = !ARCHIVE_CLASSES.includes(storageClass);
    this.#client = new S3Client({
      ...config,
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  }

  async *list(
    needsMetadata: (key: string, size: number) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<Found> {
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: this.prefix,
          // Keys may hold characters that XML cannot.
          EncodingType: 'url',
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
        { abortSignal: signal },
      );
      const objects = (page.Contents ?? [])
        .map(({ Key = '', Size = 0 }) => ({ Key: decodeURIComponent(Key.replaceAll('+', ' ')), Size }))
        .filter(({ Key }) => Key !== this.prefix);
      for (let from = 0; from < objects.length; from += HEADS_AT_ONCE) {
        const batch = objects.slice(from, from + HEADS_AT_ONCE);
        yield* await Promise.all(
          batch.map(async ({ Key, Size }): Promise<Found> => {
            const path = Key.slice(this.prefix.length);
            if (!needsMetadata(path, Size)) return { entry: bare(path, Size) };
            const head = await this.#head(Key, signal);
            return { entry: head ? described(path, head) : bare(path, Size) };
          }),
        );
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async find(entry: Pick<Entry, 'path' | 'kind'>, signal: AbortSignal): Promise<Entry | undefined> {
    const head = await this.#head(this.#key(entry), signal);
    return head && described(entryKey(entry), head);
  }

  async read(entry: Entry, signal: AbortSignal): Promise<Readable> {
    const opened = await this.open(entry, signal);
    if (!opened) throw new Error(`${this.uri}${entryKey(entry)} does not exist`);
    return opened.content;
  }

  async open(entry: Entry, signal: AbortSignal): Promise<Opened | undefined> {
    const Key = this.#key(entry);
    if (this.keyRefusal) throw this.keyRefusal('GetObject', Key);
    const command = new GetObjectCommand({ Bucket: this.bucket, Key });
    const answer = await orUndefined(this.#client.send(command, { abortSignal: signal })).catch(
      (error: unknown) => {
        throw s3Refusal('GetObject', Key, error);
      },
    );
    return answer && { entry: described(entryKey(entry), answer), content: answer.Body as Readable };
  }

  async write(entry: Entry, content: Readable, preserve: Preserve, signal: AbortSignal): Promise<Receipt> {
    const params = {
      Bucket: this.bucket,
      Key: this.#key(entry),
      Metadata: toUserMetadata(entry, preserve),
      StorageClass: this.storageClass as StorageClass,
    };
    const operation = entry.size <= PART_BYTES ? 'PutObject' : 'CreateMultipartUpload';
    if (this.keyRefusal) throw this.keyRefusal(operation, params.Key);
    try {
      if (operation === 'PutObject') {
        const command = new PutObjectCommand({ ...params, Body: await collect(content) });
        return receiptOf((await this.#client.send(command, { abortSignal: signal })).ETag);
      }
      const partSize = Math.max(PART_BYTES, Math.ceil(entry.size / MAX_PARTS));
      return await this.#upload(params, content, partSize, signal);
    } catch (error) {
      throw s3Refusal(operation, params.Key, error);
    }
  }

  /** Multipart, aborted on any failure so that neither a torn object nor stray parts remain. */
  async #upload(
    params: { Bucket: string; Key: string; Metadata: Record<string, string>; StorageClass: StorageClass },
    Body: Readable,
    partSize: number,
    signal: AbortSignal,
  ): Promise<Receipt> {
    signal.throwIfAborted();
    const upload = new Upload({ client: this.#client, params: { ...params, Body }, partSize, queueSize: 2 });
    // The stream itself fails on abort, which makes Upload clean up before it rejects; its own abort() would not wait.
    return receiptOf((await upload.done()).ETag);
  }

  async remove(entry: Entry, signal: AbortSignal): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: this.#key(entry) }), {
      abortSignal: signal,
    });
  }

  async receipt(entry: Entry, signal: AbortSignal): Promise<Receipt | undefined> {
    const head = await this.#head(this.#key(entry), signal);
    return head && receiptOf(head.ETag);
  }

  close(): void {
    this.#client.destroy();
  }

  #key(entry: Pick<Entry, 'path' | 'kind'>): string {
    return this.prefix + entryKey(entry);
  }

  #head(Key: string, abortSignal: AbortSignal): Promise<HeadObjectCommandOutput | undefined> {
    return orUndefined(
      this.#client.send(new HeadObjectCommand({ Bucket: this.bucket, Key }), { abortSignal }),
    );
  }
}

/** Turns "there is no such object" into `undefined`. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (['NotFound', 'NoSuchKey'].includes((error as Error).name)) return undefined;
    throw error;
  }
}

function receiptOf(etag: string | undefined): Receipt {
  return etag === undefined ? {} : { etag };
}

function bare(path: string, size: number): Entry {
  if (path.endsWith('/')) return { path: path.slice(0, -1), kind: 'directory', size: 0, metadata: {} };
  return { path, kind: 'file', size, metadata: {} };
}

/** @param path as in a key: a folder's ends in `/`. */
function described(
  path: string,
  head: Pick<HeadObjectCommandOutput, 'Metadata' | 'ContentLength' | 'LastModified'>,
): Entry {
  const { kind, ...metadata } = fromUserMetadata(head.Metadata ?? {});
  const entry = bare(path, head.ContentLength ?? 0);
  const stored = head.LastModified ? { storedNs: BigInt(head.LastModified.getTime()) * 1_000_000n } : {};
  return { ...entry, kind: kind === 'symlink' ? 'symlink' : entry.kind, metadata, ...stored };
}
