import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Connections } from '../gateway/connections';
import { copyObject } from '../gateway/copy-object';
import { bucketVersioning } from '../gateway/versioning';
import { folderPrefix, locationText } from '../location';
import { Bandwidth } from '../transfer/bandwidth';
import { PART_BYTES, type TransferContext } from '../transfer/context';
import { downloadObject } from '../transfer/download';
import { MemoryBudget } from '../transfer/memory';
import { Gate } from '../transfer/pace';
import { SafeFolders } from '../transfer/safe-folders';
import { uploadFile } from '../transfer/upload';
import type { Refusal } from './errors';
import { executePlan } from './execute';
import type { ExecutionTally, ItemResult } from './execution';
import { refusalsOf } from './guards';
import { planSync, type SyncPlan } from './plan';
import type { PlanItem, Transfer } from './plan-items';
import { checkSource } from './preflight';
import { removeFrom, removeStalePartials } from './remove';
import { checkedRequest, type FullRequest, type SyncRequest } from './request';
import { restoredSince } from './restored-since';
import { identityOf, isAbsent, listSide, nameFaultOf, nothing, settler } from './sides';

/** Who hears of a sync, and may stop it. */
export interface SyncHooks {
  /** Each item of the plan, in the order of the paths. */
  readonly onPlanned?: ((item: PlanItem) => Promise<void> | void) | undefined;
  /** The whole plan, before anything is done; nothing is done when it answers false or the plan is refused. */
  readonly onPlan?: ((plan: PlannedSync) => Promise<boolean> | boolean) | undefined;
  readonly onResult?: ((result: ItemResult) => Promise<void> | void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A plan with what guards say to it. */
export interface PlannedSync {
  readonly plan: Omit<SyncPlan, 'close' | 'transfers'>;
  readonly refusals: readonly Refusal[];
  readonly emptyDirectories: number;
}

/** What came of a sync. */
export interface SyncOutcome extends PlannedSync {
  /** Undefined where nothing was done: refused, or stopped by `onPlan`. */
  readonly tally: ExecutionTally | undefined;
}

/** Memory that contents may take, all transfers together. */
const MEMORY_BYTES = 96 * 1024 ** 2;
/** Leftovers of killed downloads that a run removes at most. */
const MOST_PARTIALS = 10_000;

/**
 * Plans a sync, asks the guards, and carries it out.
 *
 * @throws SourceMissingError, NotMountedError, BadPairError, WrongScopeError: nothing was done; AwsFailure where a
 * listing fails: nothing was done either
 */
export async function runSync(
  connections: Connections,
  asked: SyncRequest,
  hooks: SyncHooks = {},
): Promise<SyncOutcome> {
  const request = checkedRequest(asked);
  const { signal = new AbortController().signal } = hooks;
  // Every request under way listens to it.
  setMaxListeners(0, signal);
  await checkSource(request);
  const identity = await identityOf(request.source);
  const gate = new Gate(request.concurrency);
  const release = connections.pace.listen(gate);
  const isSameRoot = async () => identity === (await identityOf(request.source).catch(() => ''));
  let emptyDirectories = 0;
  const partials: string[] = [];
  const plan = await planOf(connections, request, gate, hooks, signal, {
    onEmptyDirectory: () => (emptyDirectories += 1),
    onPartial: (path) => void (partials.length < MOST_PARTIALS && partials.push(path)),
  });
  try {
    const refusals = refusalsOf(plan, {
      source: locationText(request.source),
      destination: locationText(request.destination),
      caps: request.caps,
      versioning: await versioningOf(connections, request, plan, signal),
      isSameRoot: await isSameRoot(),
      allowed: {
        emptySource: request.unsafe.emptySource !== undefined,
        unversioned: request.unsafe.unversioned !== undefined,
      },
    });
    const planned = { plan, refusals, emptyDirectories };
    const goesOn = (await hooks.onPlan?.(planned)) ?? true;
    if (!goesOn || refusals.length > 0) return { ...planned, tally: undefined };
    const context: TransferContext = {
      connections,
      gate,
      bandwidth: new Bandwidth(request.bytesPerSecond ?? Infinity),
      memory: new MemoryBudget(MEMORY_BYTES),
      links: request.links,
      attributes: request.attributes,
      partBytes: request.partBytes ?? PART_BYTES,
      signal,
    };
    const { source, destination, concurrency } = request;
    const tally = await executePlan(plan, {
      concurrency,
      transfer: transferrer(context, request),
      remove: (items) => removeFrom(connections, destination, items, signal),
      isStillAbsent: (path) => isAbsent(connections, source, path, signal),
      isSameSource: isSameRoot,
      onResult: hooks.onResult ?? (() => undefined),
      signal,
    });
    if (destination.kind === 'directory') await removeStalePartials(destination.path, partials);
    return { ...planned, tally };
  } finally {
    release();
    await plan.close();
  }
}

async function planOf(
  connections: Connections,
  request: FullRequest,
  gate: Gate,
  { onPlanned }: SyncHooks,
  signal: AbortSignal,
  {
    onEmptyDirectory,
    onPartial,
  }: { readonly onEmptyDirectory: () => void; readonly onPartial: (path: string) => void },
): Promise<SyncPlan> {
  const { source, destination, filter, comparison, links, isDeleting } = request;
  const isUpload = source.kind === 'directory' && destination.kind === 'bucket';
  const wasRestored =
    isUpload && comparison === 'time'
      ? await restoredSince(connections, destination.bucket, signal)
      : undefined;
  const look = { connections, links, comparison, wasRestored, signal };
  const isPruned = (path: string) => filter.isPruned(path);
  const settle = settler(source, destination, look);
  const hasDestination =
    destination.kind === 'bucket' || (await stat(destination.path).catch(() => undefined)) !== undefined;
  return planSync({
    source: listSide(source, look, { isPruned, onEmptyDirectory }),
    destination: hasDestination ? listSide(destination, look, { isPruned, onPartial }) : nothing(),
    filter,
    comparison,
    skewMs: () => connections.clock.skewMs ?? 0,
    wasRestored,
    isDeleting,
    nameFault: nameFaultOf(source, destination),
    isTree: destination.kind === 'directory',
    settle: (one, other) => gate.through(() => settle(one, other)),
    onItem: onPlanned,
    signal,
  });
}

async function versioningOf(
  connections: Connections,
  { destination }: FullRequest,
  plan: SyncPlan,
  signal: AbortSignal,
) {
  if (destination.kind === 'directory' || plan.deletions.count === 0) return undefined;
  return bucketVersioning(connections, destination.bucket, signal);
}

function transferrer(
  context: TransferContext,
  { source, destination, copySizes }: FullRequest,
): (item: Transfer) => Promise<string | undefined> {
  const { connections, gate, attributes, signal } = context;
  if (source.kind === 'directory' && destination.kind === 'bucket') {
    const prefix = folderPrefix(destination);
    return async ({ path, kind }) => {
      const to = { bucket: destination.bucket, key: prefix + path };
      await uploadFile(context, {
        path: `${source.path}/${path}`,
        kind: kind === 'link' ? 'link' : 'file',
        to,
      });
      return undefined;
    };
  }
  if (source.kind !== 'bucket') throw new TypeError('a source is a bucket where it is no directory');
  const place = (path: string) => ({ bucket: source.bucket, key: folderPrefix(source) + path });
  if (destination.kind === 'directory') {
    const folders = new SafeFolders(destination.path);
    return ({ path, action }) =>
      downloadObject(context, { from: place(path), folders, path, isUpdate: action === 'update' });
  }
  const prefix = folderPrefix(destination);
  return async ({ path, bytes, etag }) => {
    const to = { bucket: destination.bucket, key: prefix + path };
    const copy = { from: place(path), size: bytes, ifMatch: etag, to, attributes };
    await gate.through(() => copyObject(connections, copy, signal, copySizes));
    return undefined;
  };
}
