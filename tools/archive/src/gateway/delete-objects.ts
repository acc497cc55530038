import { DeleteObjectCommand, DeleteObjectsCommand, type DeletedObject } from '@aws-sdk/client-s3';
import { backoffMs, sleep } from '@strata/aws';
import type { Connections } from './connections';
import { explainCall } from './explaining';

/** What is deleted. */
export interface Deletion {
  readonly key: string;
  /** Deletes this version for good; without it, a bucket with versions gets a delete marker. */
  readonly versionId?: string | undefined;
}

/** What became of one. */
export type DeletionOutcome<D extends Deletion = Deletion> =
  | {
      readonly item: D;
      readonly ok: true;
      /** Version id of the delete marker that was made, or that was removed. */
      readonly deleteMarkerVersionId: string | undefined;
    }
  | { readonly item: D; readonly ok: false; readonly code: string; readonly message: string };

/** Most keys per call: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const MAX_DELETIONS = 1000;
/** What S3 answers for single keys when it may go well the next time. */
const PASSING = new Set(['InternalError', 'SlowDown', 'ServiceUnavailable', 'RequestTimeout']);
const ROUNDS = 6;
// eslint-disable-next-line no-control-regex -- those are what XML 1.0 cannot hold
const NOT_FOR_XML = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

/**
 * Deletes up to 1,000 objects or versions. Keys that S3 names as failed for a passing reason are tried again; the
 * outcome of each is answered, in no order.
 *
 * @param signal lets no further call begin. One that is under way is waited for: S3 carries it out whether anybody
 * listens or not, and then nobody would know of it
 * @throws the signal's reason when it has aborted before; AwsFailure where a call as a whole fails: of its keys nothing is
 * known then
 */
export async function deleteObjects<D extends Deletion>(
  connections: Connections,
  bucket: string,
  deletions: readonly D[],
  signal?: AbortSignal,
): Promise<DeletionOutcome<D>[]> {
  signal?.throwIfAborted();
  const outcomes: DeletionOutcome<D>[] = [];
  for (const item of deletions.filter(({ key }) => NOT_FOR_XML.test(key)))
    outcomes.push(signal?.aborted ? notBegun(item) : await deleteOne(connections, bucket, item));
  let left = deletions.filter(({ key }) => !NOT_FOR_XML.test(key));
  if (signal?.aborted) return [...outcomes, ...left.map(notBegun)];
  for (let round = 1; left.length > 0; round += 1) {
    const { done, failed } = await deleteBatch(connections, bucket, left);
    const passing = failed.filter(({ code }) => PASSING.has(code));
    const again = passing.length > 0 && round < ROUNDS && (await pause(round, signal)) ? passing : [];
    outcomes.push(...done, ...failed.filter((outcome) => !again.includes(outcome)));
    left = again.map(({ item }) => item);
  }
  return outcomes;
}

/** Waits before the next round; @returns whether there is to be one */
function pause(round: number, signal: AbortSignal | undefined): Promise<boolean> {
  return sleep(backoffMs(round, true), signal).then(
    () => true,
    () => false,
  );
}

function notBegun<D extends Deletion>(item: D): DeletionOutcome<D> {
  return { item, ok: false, code: 'Interrupted', message: 'it was not begun' };
}

async function deleteBatch<D extends Deletion>(
  { s3, target }: Connections,
  bucket: string,
  items: readonly D[],
) {
  const Objects = items.map(({ key, versionId }) => ({
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  }));
  const answer = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: false } }),
  );
  const byName = new Map(items.map((item) => [nameOf(item.key, item.versionId), item]));
  const find = ({ Key = '', VersionId }: { Key?: string | undefined; VersionId?: string | undefined }) => {
    const name = nameOf(Key, VersionId);
    const item = byName.get(name);
    byName.delete(name);
    return item;
  };
  const done: DeletionOutcome<D>[] = [];
  for (const deleted of answer.Deleted ?? []) {
    const item = find(deleted);
    if (item) done.push({ item, ok: true, deleteMarkerVersionId: markerOf(deleted) });
  }
  const failed: Extract<DeletionOutcome<D>, { ok: false }>[] = [];
  for (const error of answer.Errors ?? []) {
    const item = find(error);
    if (!item) continue;
    const { Code: code = '', Message: said = '' } = error;
    const message = code === 'AccessDenied' ? denialOf(said, bucket, item, target.region) : said;
    failed.push({ item, ok: false, code, message });
  }
  for (const item of byName.values())
    failed.push({ item, ok: false, code: 'InternalError', message: 'S3 did not say what became of it' });
  return { done, failed };
}

/** S3 answers 200 to the call, and refuses single keys in few words. */
function denialOf(said: string, bucket: string, { key, versionId }: Deletion, region: string): string {
  const error = Object.assign(new Error(said), { name: 'AccessDenied', $fault: 'client' });
  return explainCall(error, 'DeleteObject', { Bucket: bucket, Key: key, VersionId: versionId }, region)
    .message;
}

async function deleteOne<D extends Deletion>(
  { s3 }: Connections,
  bucket: string,
  item: D,
): Promise<DeletionOutcome<D>> {
  const { key, versionId } = item;
  const input = { Bucket: bucket, Key: key, ...(versionId === undefined ? {} : { VersionId: versionId }) };
  const answer = await s3.send(new DeleteObjectCommand(input));
  return { item, ok: true, deleteMarkerVersionId: answer.DeleteMarker ? answer.VersionId : undefined };
}

function markerOf({ DeleteMarker, DeleteMarkerVersionId }: DeletedObject): string | undefined {
  return DeleteMarker ? DeleteMarkerVersionId : undefined;
}

function nameOf(key: string, versionId: string | undefined): string {
  return `${versionId ?? ''}/${key}`;
}
