import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { pooled } from '@strata/aws';
import { abortable } from './abortable';
import type { ObjectChecksum } from './checksums';
import type { Connections } from './connections';
import type { CopyRequest, CopyResult } from './copy-request';
import { copySource } from './copy-source';
import { objectTags } from './get-object';
import { attributeInputs } from './object-attributes';
import { type PartRange, partRanges } from './parts';
import { sourceHeaders } from './source-headers';

const PARTS_AT_ONCE = 8;

/**
 * Copies an object in parts: its headers, its tags and its kind of checksum, which S3 then takes over the whole again, go
 * along.
 *
 * @throws AwsFailure; nothing is left then, as long as S3 takes calls
 */
export async function copyInParts(
  connections: Connections,
  { from, size, ifMatch, to, attributes = {} }: CopyRequest,
  partBytes: number,
  signal: AbortSignal | undefined,
): Promise<CopyResult> {
  const { s3 } = connections;
  const { inputs, etag, checksum } = await sourceHeaders(connections, from, signal);
  const tags = attributes.tags ?? (await objectTags(connections, from, signal));
  const place = { Bucket: to.bucket, Key: to.key };
  const whole = wholeChecksum(checksum);
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      ...place,
      ...inputs,
      ...whole,
      ...attributeInputs({ ...attributes, tags: Object.keys(tags).length === 0 ? undefined : tags }),
    }),
    abortable(signal),
  );
  const upload = { ...place, UploadId };
  const copyPart = async ({ number, start, end }: PartRange): Promise<CompletedPart> => {
    const { CopyPartResult: made = {} } = await s3.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: number,
        CopySource: copySource(from),
        CopySourceRange: `bytes=${start}-${end - 1}`,
        CopySourceIfMatch: ifMatch ?? etag,
      }),
      abortable(signal),
    );
    const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME } = made;
    return { PartNumber: number, ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME };
  };
  try {
    const parts: CompletedPart[] = [];
    for await (const outcome of pooled(partRanges(size, partBytes), PARTS_AT_ONCE, copyPart, signal)) {
      if (!outcome.ok) throw outcome.error;
      parts.push(outcome.value);
    }
    parts.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    const { ChecksumType } = whole;
    signal?.throwIfAborted();
    // Waited for whatever happens: S3 carries it out whether anybody listens or not.
    const answer = await s3.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: parts },
        ...(ChecksumType === undefined ? {} : { ChecksumType }),
      }),
    );
    return { etag: (answer.ETag ?? '').replaceAll('"', ''), versionId: answer.VersionId };
  } catch (error) {
    // Its parts would be paid for until a lifecycle rule finds them.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** Checksums that S3 can take over the whole of an upload in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const WHOLE: ReadonlySet<string> = new Set(['CRC32', 'CRC32C', 'CRC64NVME']);

/** The source's kind of checksum, so that source and copy can be compared; S3's own choice where it has another kind. */
function wholeChecksum(checksum: ObjectChecksum | undefined): {
  ChecksumAlgorithm?: ChecksumAlgorithm;
  ChecksumType?: 'FULL_OBJECT';
} {
  if (checksum === undefined || checksum.parts !== undefined || !WHOLE.has(checksum.algorithm)) return {};
  return { ChecksumAlgorithm: checksum.algorithm as ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' };
}
