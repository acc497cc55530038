import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, type ServerSideEncryption } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { abortable } from './abortable';
import type { Connections } from './connections';
import type { ObjectPlace } from './object-place';

/** Writes a small text as an object. @throws AwsFailure */
export async function putText(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  text: string,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/x-ndjson' }),
  );
}

/** The lines of an object, streaming. @throws AwsFailure, of kind `not-found` where there is none */
export async function* linesOf(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  signal?: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), abortable(signal));
  const body = Body as Readable;
  const lines = createInterface({ input: body, crlfDelay: Infinity });
  let failure: unknown;
  // readline does not tell of its input's errors.
  body.once('error', (error) => {
    failure = error;
    lines.close();
  });
  for await (const line of lines) if (line !== '') yield line;
  if (failure !== undefined) throw failure;
}

/** An object that is being written: it appears whole, or not at all. */
export interface TextUpload {
  /** Takes a text; resolves when there is room for more. @throws AwsFailure once the upload has failed */
  write(text: string): Promise<void>;
  /** @returns the object's ETag, without quotes @throws AwsFailure */
  finish(): Promise<string>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** How a text is kept. */
export interface TextOptions {
  /** `AES256` is SSE-S3. @default the bucket's */
  readonly encryption?: ServerSideEncryption | undefined;
}

/** Begins to write a text of any length as an object; memory stays flat. */
export function openTextUpload(
  { s3 }: Connections,
  { bucket, key }: ObjectPlace,
  { encryption }: TextOptions = {},
): TextUpload {
  const body = new PassThrough();
  const upload = new Upload({
    client: s3,
    params: {
      Bucket: bucket,
      Key: key,
      Body: body,
      ...(encryption === undefined ? {} : { ServerSideEncryption: encryption }),
    },
    queueSize: 2,
  });
  let failure: unknown;
  const done = upload.done();
  done.catch((error: unknown) => {
    failure = error;
    body.destroy();
  });
  return {
    async write(text) {
      if (failure !== undefined) throw failure;
      if (!body.write(text)) await Promise.race([once(body, 'drain'), done]);
    },
    async finish() {
      body.end();
      const { ETag = '' } = await done;
      return ETag.replaceAll('"', '');
    },
    async abort() {
      await upload.abort().catch(() => undefined);
      body.destroy();
      await done.catch(() => undefined);
    },
  };
}
