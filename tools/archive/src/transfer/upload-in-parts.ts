import { createHash } from 'node:crypto';
import { errorCode, failureKind, pooled } from '@strata/aws';
import { headObject, objectTags } from '../gateway/get-object';
import type { ObjectAttributes } from '../gateway/object-attributes';
import type { ObjectPlace } from '../gateway/object-place';
import { partRanges, partSize } from '../gateway/parts';
import {
  abortUpload,
  completeUpload,
  crc32Text,
  createUpload,
  findUpload,
  listParts,
  type StoredPart,
  type Upload,
  uploadPart,
} from '../gateway/put-object';
import type { TransferContext } from './context';
import type { OpenFile } from './read-file';

/** Parts of one file that are on their way at once. */
const PARTS_AT_ONCE = 4;

/**
 * Uploads a file in parts. An upload of the same key that was broken off is taken up again: parts that S3 has and that
 * are, by their checksums, what the file holds there are not sent again. An upload that fails is left as it is, for
 * the next run; one whose file changed meanwhile is given up.
 *
 * Why not `Upload` of @aws-sdk/lib-storage: it cannot take up an upload, reads its part of the memory per file without
 * a common bound, and gives up all parts where one fails.
 *
 * @returns false when the file changed meanwhile
 * @throws AwsFailure, Error of the file system
 */
export async function uploadInParts(
  context: TransferContext,
  place: ObjectPlace,
  attributes: ObjectAttributes,
  file: OpenFile,
): Promise<boolean> {
  const { connections, signal } = context;
  const found = await findUpload(connections, place, signal);
  if (found !== undefined) {
    const known = await knownParts(context, found);
    if (known !== undefined && known.size > 0) {
      const isDone = await goOn(context, found, known, file);
      if (isDone === false) return false;
      // Nobody tells with which attributes it was begun; only the object does.
      if (isDone && (await hasAttributes(context, place, attributes))) return true;
    }
  }
  return send(context, await createUpload(connections, place, attributes, signal), new Map(), file);
}

/** @returns undefined when S3 does not take these parts for that upload: it was begun in another way */
async function goOn(...given: Parameters<typeof send>): Promise<boolean | undefined> {
  try {
    return await send(...given);
  } catch (error) {
    if (failureKind(error) === 'refused') return undefined;
    throw error;
  }
}

/** @returns undefined when the upload has ended meanwhile */
async function knownParts({ connections, signal }: TransferContext, upload: Upload) {
  try {
    return await listParts(connections, upload, signal);
  } catch (error) {
    if (errorCode(error) === 'NoSuchUpload') return undefined;
    throw error;
  }
}

async function send(
  context: TransferContext,
  upload: Upload,
  known: ReadonlyMap<number, StoredPart>,
  file: OpenFile,
): Promise<boolean> {
  const { connections, gate, bandwidth, memory, partBytes, signal } = context;
  const sent: StoredPart[] = [];
  let isShort = false;
  const ranges = partRanges(file.size, partBytes);
  const work = ({ number, start, end }: { number: number; start: number; end: number }) =>
    memory.holding(partSize(file.size, partBytes), async () => {
      const body = await file.read(start, end);
      if (body.length < end - start) isShort = true;
      if (isShort) return;
      const stored = known.get(number);
      if (stored !== undefined && isSamePart(stored, body)) {
        sent.push(stored);
        return;
      }
      await bandwidth.take(body.length, signal);
      sent.push(await gate.through(() => uploadPart(connections, upload, number, body, signal)));
    });
  for await (const outcome of pooled(ranges, PARTS_AT_ONCE, work, signal)) {
    if (!outcome.ok) throw outcome.error;
  }
  if (isShort || !(await file.isUnchanged())) {
    await abortUpload(connections, upload);
    return false;
  }
  await complete(context, upload, sent, file);
  return true;
}

async function complete(
  { connections, signal }: TransferContext,
  upload: Upload,
  parts: readonly StoredPart[],
  file: OpenFile,
): Promise<void> {
  try {
    await completeUpload(connections, upload, parts, signal);
  } catch (error) {
    if (errorCode(error) !== 'NoSuchUpload') throw error;
    // A completion whose answer was lost, or another run that was as far with the same parts.
    const made = await headObject(connections, upload, signal);
    if (made?.size !== file.size || made.etag !== etagOf(parts)) throw error;
  }
}

function isSamePart(stored: StoredPart, body: Buffer): boolean {
  if (stored.size !== body.length) return false;
  if (stored.crc32 !== undefined) return stored.crc32 === crc32Text(body);
  return stored.etag === createHash('md5').update(body).digest('hex');
}

/** ETag of an object of these parts, unless it is encrypted with KMS: the MD5 of their MD5s, and how many they are. */
function etagOf(parts: readonly StoredPart[]): string {
  const md5 = createHash('md5');
  for (const { etag } of [...parts].sort((a, b) => a.number - b.number)) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

async function hasAttributes(
  { connections, signal }: TransferContext,
  place: ObjectPlace,
  { contentType, metadata = {}, storageClass, kmsKey, tags }: ObjectAttributes,
): Promise<boolean> {
  const made = await headObject(connections, place, signal);
  if (made === undefined) return false;
  if (Object.entries(metadata).some(([name, value]) => made.metadata[name] !== value)) return false;
  if (made.contentType !== contentType) return false;
  if (storageClass !== undefined && made.storageClass !== storageClass) return false;
  if (kmsKey !== undefined && !made.encryption?.startsWith('aws:kms')) return false;
  if (kmsKey && made.kmsKey !== kmsKey && !made.kmsKey?.endsWith(`/${kmsKey}`)) return false;
  if (tags === undefined) return true;
  const kept = await objectTags(connections, place, signal);
  return JSON.stringify(Object.entries(kept).sort()) === JSON.stringify(Object.entries(tags).sort());
}
