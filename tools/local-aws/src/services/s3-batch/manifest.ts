import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { JobFailure } from './errors';
import { type Task, taskOf } from './manifest-row';
import type { JobManifest } from './model';

/**
 * The objects that a manifest lists, streaming: memory is flat.
 *
 * @throws JobFailure where it cannot be read, is another one by now, or has a row that is none
 */
export async function* tasksOf(
  s3: S3Client,
  { bucket, key, etag, fields }: JobManifest,
  signal: AbortSignal,
): AsyncGenerator<Task, void, undefined> {
  const body = await openManifest(s3, { bucket, key, etag }, signal);
  const lines = createInterface({ input: body, crlfDelay: Infinity });
  let failure: Error | undefined;
  // readline does not tell of its input's errors.
  body.once('error', (error) => {
    failure = error;
    lines.close();
  });
  let line = 0;
  try {
    for await (const row of lines) {
      line += 1;
      if (row !== '') yield taskOf(row, fields, line);
    }
  } finally {
    body.destroy();
  }
  if (failure !== undefined) throw unreadable(failure);
}

async function openManifest(
  s3: S3Client,
  { bucket, key, etag }: Pick<JobManifest, 'bucket' | 'key' | 'etag'>,
  signal: AbortSignal,
): Promise<Readable> {
  const answer = await s3
    .send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
    .catch((error: Error) => {
      throw unreadable(error);
    });
  const body = answer.Body as Readable;
  const found = (answer.ETag ?? '').replaceAll('"', '');
  if (found !== etag) {
    body.destroy();
    throw new JobFailure(
      'ETagMismatch',
      `The manifest s3://${bucket}/${key} has the ETag ${found}, not ${etag}: it was changed`,
    );
  }
  if (answer.ServerSideEncryption?.startsWith('aws:kms')) {
    body.destroy();
    throw new JobFailure('AccessDenied', `${FORBIDDEN}: it is encrypted with a key of AWS KMS`);
  }
  return body;
}

/**
 * AWS's words; it says them of a manifest that is encrypted with a key of AWS KMS too, which Batch Operations does not
 * support.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html
 */
export const FORBIDDEN = 'Reading the manifest is forbidden: AccessDenied';

function unreadable(error: Error): JobFailure {
  return new JobFailure(error.name, `The manifest cannot be read: ${error.name}: ${error.message}`);
}
