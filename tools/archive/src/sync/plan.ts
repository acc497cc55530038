import type { Filter } from '../filter/filter';
import { isFolderMarker } from '../keys';
import { withBytesShown } from '../listing/directory';
import type { Batch, Listed, ListedObject, SkippedEntry } from '../listing/listed';
import { merge, type Pair } from '../listing/merge';
import { isHopeless } from '../transfer/errors';
import { type Decision, decideByListing, type DecisionContext } from './decide';
import { KeptTrees, PathsAbove } from './paths-above';
import { type Amount, PLAN_ACTIONS, type PlanAction, type PlanItem } from './plan-items';
import type { PlannedDeletion, Transfer } from './plan-items';
import { Spool } from './spool';

/** What a plan is made of. */
export interface PlanRequest {
  readonly source: AsyncIterable<Batch>;
  readonly destination: AsyncIterable<Batch>;
  readonly filter: Filter;
  readonly comparison: DecisionContext['comparison'];
  /** Milliseconds that AWS's clock is ahead; it is learnt while the listing comes in. */
  readonly skewMs: () => number;
  readonly wasRestored?: DecisionContext['wasRestored'];
  /** Whether what the source does not have is planned to go. */
  readonly isDeleting: boolean;
  /** Why the destination cannot hold a path; undefined where it can. */
  readonly nameFault: (path: string) => string | undefined;
  /** Whether a file and a directory of one name exclude each other at the destination. */
  readonly isTree: boolean;
  /** Settles a pair that sizes and times leave in doubt. */
  readonly settle: (source: Listed, destination: Listed) => Promise<Decision>;
  /** Hears of each item in the order of the paths, and is waited for. */
  readonly onItem?: ((item: PlanItem) => Promise<void> | void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is to be done. Its lists are in files when they are long: close it. */
export interface SyncPlan {
  readonly transfers: Spool<Transfer>;
  readonly deletions: Spool<PlannedDeletion>;
  readonly amounts: Readonly<Record<PlanAction, Amount>>;
  /** What of the source is part of the sync. */
  readonly sourceItems: number;
  /** What of the destination is part of the sync, and so could be deleted. */
  readonly destinationItems: number;
  /** What of the source could not be read: the first ones. Of what is below them nothing is known. */
  readonly unread: readonly PlanItem[];
  close(): Promise<void>;
}

/** Doubts that are settled at a time. */
const DOUBTS_AT_ONCE = 64;
const UNREAD_SHOWN = 20;

/**
 * Plans a sync: a pass over both sides, which holds no more than a page of each and the doubts under way. An error of
 * a side is thrown: there is no plan of half a listing.
 */
export async function planSync(request: PlanRequest): Promise<SyncPlan> {
  const plan = new GrowingPlan(request);
  const judge = new Judge(request, plan);
  const waiting: (PlanItem | Promise<PlanItem>)[] = [];
  try {
    for await (const batch of merge<Listed | SkippedEntry>(request.source, request.destination)) {
      request.signal?.throwIfAborted();
      for (const pair of batch) {
        const item = judge.itemOf(pair);
        if (item === undefined) continue;
        // In order, though some take longer.
        if (waiting.length === 0 && !(item instanceof Promise)) await plan.add(item);
        else waiting.push(item);
        while (waiting.length > 0 && (waiting.length >= DOUBTS_AT_ONCE || !(waiting[0] instanceof Promise)))
          await plan.add((await waiting.shift()) as PlanItem);
      }
    }
    while (waiting.length > 0) await plan.add((await waiting.shift()) as PlanItem);
    await plan.seal();
    return plan;
  } catch (error) {
    await Promise.allSettled(waiting);
    await plan.close();
    throw error;
  }
}

class GrowingPlan implements SyncPlan {
  readonly transfers = new Spool<Transfer>();
  readonly deletions = new Spool<PlannedDeletion>();
  readonly amounts = Object.fromEntries(
    PLAN_ACTIONS.map((action) => [action, { items: 0, bytes: 0 }]),
  ) as Record<PlanAction, { items: number; bytes: number }>;
  readonly unread: PlanItem[] = [];
  sourceItems = 0;
  destinationItems = 0;
  readonly #onItem: PlanRequest['onItem'];

  constructor({ onItem }: PlanRequest) {
    this.#onItem = onItem;
  }

  async add(item: PlanItem): Promise<void> {
    const amount = this.amounts[item.action];
    amount.items += 1;
    amount.bytes += item.bytes;
    if (item.action === 'new' || item.action === 'update') await this.transfers.add(item);
    if (item.action === 'delete') await this.deletions.add(item);
    await this.#onItem?.(item);
  }

  noteUnread(item: PlanItem): PlanItem {
    if (this.unread.length < UNREAD_SHOWN) this.unread.push(item);
    return item;
  }

  /** Nothing is to be done before all of the plan is safe. */
  async seal(): Promise<void> {
    await Promise.all([this.transfers.seal(), this.deletions.seal()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.transfers.close(), this.deletions.close()]);
  }
}

/** Says what becomes of each pair. Pairs come in the order of their paths. */
class Judge {
  readonly #files = new PathsAbove();
  readonly #kept = new KeptTrees();

  constructor(
    private readonly request: PlanRequest,
    private readonly plan: GrowingPlan,
  ) {}

  /** @returns undefined where there is nothing to tell: what is excluded, and markers of folders */
  itemOf({
    path,
    source,
    destination,
  }: Pair<Listed | SkippedEntry>): PlanItem | Promise<PlanItem> | undefined {
    const { filter } = this.request;
    if (!filter.isIncluded(path)) return undefined;
    if (source?.kind === 'skipped') return this.#skipped(source);
    if (source !== undefined) {
      if (isMarker(source) && this.request.isTree) return undefined;
      this.plan.sourceItems += 1;
      const item = this.#ofSource(source, destination);
      if (destination !== undefined && destination.kind !== 'skipped') this.plan.destinationItems += 1;
      return item;
    }
    return destination === undefined || destination.kind === 'skipped' ? undefined : this.#extra(destination);
  }

  #skipped({ path, reason, isFault }: SkippedEntry): PlanItem {
    this.#kept.keep(path);
    const shown = withBytesShown(path);
    const item = { action: isFault ? 'fault' : 'skipped', path: shown, reason, bytes: 0 } as const;
    return isFault ? this.plan.noteUnread(item) : item;
  }

  #ofSource(source: Listed, destination: Listed | SkippedEntry | undefined): PlanItem | Promise<PlanItem> {
    const { path, size: bytes } = source;
    const fault = this.request.nameFault(path) ?? this.#conflict(path);
    if (fault !== undefined) return { action: 'fault', path, reason: fault, bytes };
    if (destination?.kind === 'skipped')
      return {
        action: 'fault',
        path,
        reason: `in its place there is something else: ${destination.reason}`,
        bytes,
      };
    if (destination === undefined) return transfer(source, { action: 'new', reason: 'new' });
    const { comparison, skewMs, wasRestored } = this.request;
    const context = { comparison, skewMs: skewMs(), wasRestored };
    const decision = decideByListing(source, destination, context);
    return decision === undefined ? this.#settled(source, destination) : transfer(source, decision);
  }

  async #settled(source: Listed, destination: Listed): Promise<PlanItem> {
    try {
      return transfer(source, await this.request.settle(source, destination));
    } catch (error) {
      this.request.signal?.throwIfAborted();
      // All other doubts would end like this one: there is no plan then.
      if (isHopeless(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const { path, size: bytes } = source;
      return this.plan.noteUnread({
        action: 'fault',
        path,
        reason: `it could not be compared: ${reason}`,
        bytes,
      });
    }
  }

  #extra(destination: Listed): PlanItem | undefined {
    const { path, size: bytes } = destination;
    if (isMarker(destination)) return undefined;
    if (this.#kept.holds(path))
      return { action: 'kept', path, reason: 'the source has something here that was skipped', bytes };
    this.plan.destinationItems += 1;
    const reason = 'not in source';
    if (!this.request.isDeleting) return { action: 'kept', path, reason, bytes };
    const mtime = destination.kind === 'object' ? {} : { mtimeNs: String(destination.mtimeNs) };
    return { action: 'delete', path, reason, bytes, ...mtime };
  }

  #conflict(path: string): string | undefined {
    if (!this.request.isTree) return undefined;
    const file = this.#files.above(path);
    this.#files.add(path);
    return file === undefined ? undefined : `the source has ${file} too, and a file is no directory`;
  }
}

function transfer(
  source: Listed,
  { action, reason }: Decision | { action: 'new'; reason: string },
): PlanItem {
  const { path, size: bytes, kind } = source;
  if (action === 'unchanged') return { action, path, reason, bytes };
  if (source.kind === 'object' && source.isAway)
    return { action: 'fault', path, reason: `${reason}, and ${awayIn(source)}`, bytes };
  const object =
    source.kind === 'object' ? { etag: source.etag, lastModified: source.lastModified.toISOString() } : {};
  return { action, path, reason, bytes, kind, ...object };
}

function awayIn({ storageClass }: ListedObject): string {
  return `archived (${storageClass}): only strata archive restore can bring it, which has it retrieved first`;
}

function isMarker(entry: Listed): boolean {
  return entry.kind === 'object' && isFolderMarker(entry.path, entry.size);
}
