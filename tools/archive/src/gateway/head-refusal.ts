import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { errorCode, failureKind } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';
import type { VersionPlace } from './object-place';

/**
 * Why a HeadObject was refused. S3's answers to HEAD have no body, so that its code and its words are lost: expired
 * credentials are a mere 400, which looks like a fault of one object's. A GetObject of one byte needs the same
 * permission and is refused in full. https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 *
 * @returns the failure of that, where it says more, else the one that was given
 */
export async function inWords(
  { s3 }: Pick<Connections, 's3'>,
  { bucket, key, versionId }: VersionPlace,
  error: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  if (!['refused', 'denied'].includes(failureKind(error))) return error;
  const version = versionId === undefined ? {} : { VersionId: versionId };
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...version, Range: 'bytes=0-0' });
  try {
    const { Body } = await s3.send(command, abortable(signal));
    (Body as Readable | undefined)?.destroy();
    return error;
  } catch (told) {
    const saysMore = failureKind(told) === 'expired-credentials' || errorCode(told) === 'AccessDenied';
    return saysMore ? told : error;
  }
}
