import { pooled } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { copyObject, type CopySizes } from '../gateway/copy-object';
import { deleteObjects } from '../gateway/delete-objects';
import { firstPartBytes } from '../gateway/first-part';
import { headObject } from '../gateway/get-object';
import type { VersionPlace } from '../gateway/object-place';
import { isArchived } from '../glacier/tiers';
import { Brake } from '../transfer/brake';
import { isHopeless } from '../transfer/errors';
import { isMultipart } from '../versions/multipart';
import { isCopyOf } from './copy-of';
import { download } from './download';
import type { ItemOutcome, RunFacts, RunItem, VersionRef } from './journal';
import { type Means, meansOf } from './means';
import { relativeKey } from './relative-key';
import { awaited, saysArchived } from './retrieve';

/** How a run is carried out. */
export interface ExecuteOptions {
  /** Keys at a time. @default 32 */
  readonly concurrency?: number | undefined;
  /** Whether what is at the destination and differs is replaced; never asked in place, where versions keep it. */
  readonly overwrite?: boolean | undefined;
  /**
   * Whether each key of a restore in place is looked at first, and left when somebody has changed it since the plan: for
   * runs that are carried out long after it.
   */
  readonly recheck?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Pulled at the first failure that is sure to meet all: no more is begun then. @default one of its own */
  readonly brake?: Brake | undefined;
  /** Sizes at which copies go in parts. */
  readonly sizes?: CopySizes | undefined;
}

const CONCURRENCY = 32;

/**
 * Carries items out and yields what became of each, in no order. An item that fails stops no other, unless what it fails
 * of is sure to meet all of them (expired credentials, no more room): then no more is begun.
 *
 * @throws the signal's reason when it aborts, after the outcomes of what was under way
 */
export async function* executeItems(
  connections: Connections,
  facts: RunFacts,
  items: Iterable<RunItem> | AsyncIterable<RunItem>,
  options: ExecuteOptions = {},
): AsyncGenerator<ItemOutcome, void, undefined> {
  const { concurrency = CONCURRENCY, signal, brake = new Brake() } = options;
  const means = meansOf(connections, facts.destination, concurrency, signal);
  const work = (item: RunItem) =>
    brake.watching(() => executeItem(connections, facts, item, { ...options, means }));
  try {
    for await (const outcome of pooled(brake.until(items), concurrency, work, signal)) {
      if (outcome.ok) yield outcome.value;
      else yield failed(outcome.item, outcome.error);
    }
  } finally {
    means.release();
  }
}

type ItemOptions = ExecuteOptions & { readonly means: Means };

async function executeItem(
  connections: Connections,
  facts: RunFacts,
  item: RunItem,
  options: ItemOptions,
): Promise<ItemOutcome> {
  const { key, source } = item;
  if (options.recheck === true && facts.destination.kind === 'in-place') {
    const found = await lookAgain(connections, facts, item, options);
    if (found !== undefined) return found;
  }
  if (item.action === 'remove' || source === undefined) return remove(connections, facts, key, options);
  const place = { bucket: facts.bucket, key, versionId: source.versionId };
  const wait = () => awaited(connections, place, source.storageClass, facts, options.signal);
  const waiting = isArchived(source.storageClass) ? await wait() : undefined;
  if (waiting !== undefined) return { key, outcome: 'waiting', detail: waiting };
  try {
    return await bring(connections, facts, item, place, source, options);
  } catch (error) {
    if (!saysArchived(error)) throw error;
    return { key, outcome: 'waiting', detail: (await wait()) ?? 'it is ready the next time' };
  }
}

async function bring(
  connections: Connections,
  facts: RunFacts,
  { key }: RunItem,
  place: VersionPlace,
  source: VersionRef,
  options: ItemOptions,
): Promise<ItemOutcome> {
  const { destination } = facts;
  const { means, overwrite = false, signal } = options;
  const relative = relativeKey(facts.prefix, key);
  if (destination.kind === 'directory') {
    const { files } = means;
    if (files === undefined) throw new Error(`no means to write files in ${destination.path}`);
    const detail = await download(files.context, place, {
      folders: files.folders,
      path: relative,
      overwrite,
    });
    return { key, outcome: 'done', detail };
  }
  const to =
    destination.kind === 'in-place'
      ? { bucket: facts.bucket, key }
      : { bucket: destination.bucket, key: `${destination.prefix}${relative}` };
  if (destination.kind === 'bucket') {
    const there = await headObject(connections, to, signal);
    if (there !== undefined && (await isCopyOf(connections, place, there, source, signal))) {
      return { key, outcome: 'done', detail: 'it was there already' };
    }
    if (there !== undefined && !overwrite) {
      throw new Error(`s3://${to.bucket}/${to.key} exists and differs; --overwrite replaces it`);
    }
  }
  const { storageClass = source.storageClass } = facts;
  const kmsKey = (await headObject(connections, place, signal))?.kmsKey;
  const request = { from: place, size: source.size, to, attributes: { storageClass, kmsKey } };
  const sizes = { ...options.sizes, partBytes: await partBytesOf(connections, place, source, options) };
  const { versionId } = await means.gate.through(() => copyObject(connections, request, signal, sizes));
  return { key, outcome: 'done', wrote: versionId, detail: '' };
}

const SINGLE_COPY = 5 * 1024 ** 3;
const SMALLEST_PART = 5 * 1024 ** 2;

/** Parts as those of the source: the copy then has the same ETag, and another restore sees that it is there. */
async function partBytesOf(
  connections: Connections,
  place: VersionPlace,
  source: VersionRef,
  { sizes, signal }: ExecuteOptions,
): Promise<number | undefined> {
  if (source.size <= (sizes?.multipartAbove ?? SINGLE_COPY) || !isMultipart(source)) return sizes?.partBytes;
  const bytes = await firstPartBytes(connections, place, signal);
  return bytes !== undefined && bytes >= SMALLEST_PART ? bytes : sizes?.partBytes;
}

/** What became of a key already; undefined when it is as it was planned with. @throws Error when somebody changed it */
async function lookAgain(
  connections: Connections,
  { bucket }: RunFacts,
  { key, action, source, before }: RunItem,
  { signal }: ExecuteOptions,
): Promise<ItemOutcome | undefined> {
  const current = await headObject(connections, { bucket, key }, signal);
  if (current === undefined ? before === undefined : current.versionId === before?.versionId)
    return undefined;
  const isDone =
    action === 'remove'
      ? current === undefined
      : current !== undefined && (await isCopyOf(connections, { bucket, key }, current, source, signal));
  if (isDone) return { key, outcome: 'done', wrote: current?.versionId, detail: 'it was done already' };
  throw new Error('it was changed since the restore was planned: plan again to go over it');
}

async function remove(
  connections: Connections,
  { bucket }: RunFacts,
  key: string,
  { signal }: ExecuteOptions,
): Promise<ItemOutcome> {
  const [outcome] = await deleteObjects(connections, bucket, [{ key }], signal);
  if (outcome?.ok) return { key, outcome: 'done', wrote: outcome.deleteMarkerVersionId, detail: '' };
  throw new Error(`${outcome?.code}: ${outcome?.message}`);
}

function failed({ key }: RunItem, error: unknown): ItemOutcome {
  const detail = error instanceof Error ? error.message : String(error);
  return { key, outcome: 'failed', detail, ...(isHopeless(error) ? { isForAll: true } : {}) };
}
