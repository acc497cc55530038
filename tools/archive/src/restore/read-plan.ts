import { plural, type StrataError } from '@strata/cli-kit';
import { capsExceeded, capsText, type DeletionCaps } from '../caps/deletion-caps';
import type { Connections } from '../gateway/connections';
import { readVersioning } from '../gateway/bucket-versioning';
import { listVersionsUnder } from '../gateway/list-versions';
import { expiredVersions } from './expired-versions';
import { ArchivedAmounts, EACH_ITS_OWN, type RetrievalEstimate } from '../glacier/estimate';
import { isArchived, type Tier } from '../glacier/tiers';
import { COMPARED_AT_ONCE, compareContents } from '../versions/compare-contents';
import { mappedInOrder } from '../versions/mapped-in-order';
import { type Doubt, doubtText } from '../versions/timeline';
import { NotVersionedError, TooManyRemovalsError, VersioningSuspendedError } from './errors';
import { type Destination, refOf, type RunItem } from './journal';
import { type PlannedStep, planRestore, treeAt } from './plan';

/** What is to be restored, and how. */
export interface RestoreRequest {
  readonly bucket: string;
  readonly prefix: string;
  readonly at: Date;
  readonly destination: Destination;
  readonly mirror: boolean;
  readonly maxDelete: DeletionCaps;
  readonly tier: Tier;
  /** Days that retrieved objects stay readable. */
  readonly days: number;
  /** Of the copies. @default that of each version */
  readonly storageClass?: string | undefined;
  /** Versions per page of the listing. @default 1000 */
  readonly pageSize?: number | undefined;
}

/** What would be restored. */
export interface RestorePlan {
  readonly items: readonly RunItem[];
  /** Whether there are more: then `items` holds no more than was asked for. */
  readonly overflow: boolean;
  readonly unchanged: number;
  readonly left: Shown;
  /** Keys of which S3 may have had something else at that time, see Moment. */
  readonly uncertain: Shown;
  readonly estimate: RetrievalEstimate | undefined;
  /** Why it must not be carried out. */
  readonly refusal: StrataError | undefined;
  /** What the reader should know before. */
  readonly warnings: readonly string[];
}

/** Many keys: how many, and the first of them. */
export interface Shown {
  readonly count: number;
  readonly first: readonly { readonly key: string; readonly reason: string }[];
}

const SHOWN = 1000;

/**
 * Plans a restore: in place with all that stays as it is, elsewhere the tree as it was. Reads, and writes nothing.
 *
 * @param most items at most
 * @throws NotVersionedError, UsageError for an impossible tier, AwsFailure
 */
export async function readRestorePlan(
  connections: Connections,
  request: RestoreRequest,
  most = Infinity,
  signal?: AbortSignal,
): Promise<RestorePlan> {
  const versioning = await readVersioning(connections, request.bucket, signal);
  if (versioning === 'never enabled') throw new NotVersionedError(request.bucket);
  const inPlace = request.destination.kind === 'in-place';
  const tally = new PlanTally(request);
  let overflow = false;
  for await (const step of restoreSteps(connections, request, signal)) {
    if (tally.items.length >= most && (step.kind === 'copy' || step.kind === 'remove')) {
      overflow = true;
      break;
    }
    tally.add(step);
  }
  const expired = await expiredVersions(connections, request, signal);
  const suspended = inPlace && versioning === 'Suspended' && tally.items.length > 0;
  const plan = tally.plan(overflow, suspended ? new VersioningSuspendedError(request.bucket) : undefined);
  return { ...plan, warnings: [...plan.warnings, ...expired] };
}

/**
 * The steps of a restore, in key order, streaming. In place, what has the size of then and another ETag is asked about
 * first: copies with SSE-KMS have the bytes of their source and never its ETag. Elsewhere all that was there is copied.
 *
 * @throws AwsFailure
 */
export async function* restoreSteps(
  connections: Connections,
  { bucket, prefix, at, destination, mirror, pageSize }: RestoreRequest,
  signal?: AbortSignal,
): AsyncGenerator<PlannedStep, void, undefined> {
  const versions = listVersionsUnder(connections, { bucket, prefix, pageSize }, signal);
  if (destination.kind === 'in-place') {
    const compare = (step: PlannedStep) => compared(connections, bucket, step, signal);
    return yield* mappedInOrder(planRestore(versions, { at, mirror }), COMPARED_AT_ONCE, compare);
  }
  for await (const { version, doubt } of treeAt(versions, at)) {
    const reason = `as of ${version.lastModified.toISOString()}`;
    yield { kind: 'copy', key: version.key, source: version, reason, before: undefined, doubt };
  }
}

/** A step; nothing to do where what would be copied and what is there turn out to hold the same bytes. */
function compared(
  connections: Connections,
  bucket: string,
  step: PlannedStep,
  signal: AbortSignal | undefined,
): PlannedStep | Promise<PlannedStep> {
  const { key, before, doubt } = step;
  if (step.kind !== 'copy' || before === undefined || before.isDeleteMarker) return step;
  if (step.source.size !== before.size) return step;
  return compareContents(connections, bucket, step.source, before, signal).then((isSame) =>
    isSame === true ? { kind: 'unchanged', key, reason: 'same checksum', before, doubt } : step,
  );
}

/** The item that carries a step out; undefined for those that do nothing. */
export function itemOf(step: PlannedStep): RunItem | undefined {
  if (step.kind !== 'copy' && step.kind !== 'remove') return undefined;
  const { before } = step;
  return {
    key: step.key,
    action: step.kind,
    ...(step.kind === 'copy' ? { source: refOf(step.source) } : {}),
    ...(before === undefined || before.isDeleteMarker ? {} : { before: refOf(before) }),
    reason: step.reason,
  };
}

/** Adds steps up, and judges them. */
export class PlanTally {
  readonly items: RunItem[] = [];
  readonly #removals = { count: 0, first: [] as { key: string; reason: string }[] };
  readonly #archived = new ArchivedAmounts();
  readonly #left = { count: 0, first: [] as { key: string; reason: string }[] };
  readonly #uncertain = { count: 0, first: [] as { key: string; reason: string }[] };
  readonly #doubts: Record<Doubt, number> = { overwritten: 0, uploading: 0 };
  #unchanged = 0;
  #present = 0;
  #archivedInPlace = 0;

  constructor(private readonly request: RestoreRequest) {}

  add(step: PlannedStep): void {
    this.count(step);
    const item = itemOf(step);
    if (item !== undefined) this.items.push(item);
  }

  /** The same without keeping the item. */
  count(step: PlannedStep): void {
    const { key, kind, before } = step;
    if (before !== undefined && !before.isDeleteMarker) this.#present += 1;
    if (kind === 'unchanged') this.#unchanged += 1;
    if (kind === 'left') note(this.#left, key, step.reason);
    if (step.doubt !== undefined) {
      note(this.#uncertain, key, doubtText(step.doubt));
      this.#doubts[step.doubt] += 1;
    }
    if (kind === 'remove') note(this.#removals, key, step.reason);
    if (kind !== 'copy') return;
    this.#archived.add(step.source);
    if (isArchived(step.source.storageClass)) this.#archivedInPlace += 1;
  }

  plan(overflow: boolean, refusal?: StrataError): RestorePlan {
    const { tier, days, destination, storageClass = EACH_ITS_OWN } = this.request;
    const isRead = destination.kind === 'directory';
    return {
      items: this.items,
      overflow,
      unchanged: this.#unchanged,
      left: this.#left,
      uncertain: this.#uncertain,
      estimate: this.#archived.estimate(tier, days, isRead ? undefined : storageClass),
      refusal: refusal ?? this.#refusal(),
      warnings: this.#warnings(),
    };
  }

  #refusal(): StrataError | undefined {
    const { maxDelete } = this.request;
    const { count, first } = this.#removals;
    if (capsExceeded(count, this.#present, maxDelete).length === 0) return undefined;
    const allowed = capsText(maxDelete);
    const keys = first.map(({ key }) => key);
    return new TooManyRemovalsError(count, this.#present, allowed, keys);
  }

  #warnings(): string[] {
    const { destination, storageClass } = this.request;
    const { overwritten, uploading } = this.#doubts;
    return [
      ...(overwritten === 0
        ? []
        : [
            `${plural(overwritten, 'key')} had a null version written since, which may have overwritten what was there: before versioning was on, nothing was kept.`,
          ]),
      ...(uploading === 0
        ? []
        : [
            `${plural(uploading, 'key')} may have been in the middle of an upload in parts then, which S3 dates by its beginning: look at them with archive versions --at.`,
          ]),
      ...(this.#archivedInPlace > 0 && storageClass === undefined && destination.kind !== 'directory'
        ? [
            'Copies keep the storage class: archived ones are archived again. --storage-class STANDARD makes them readable.',
          ]
        : []),
    ];
  }
}

/** Counts a key, and keeps it where it is one of the first. */
export function note(
  into: { count: number; first: { key: string; reason: string }[] },
  key: string,
  reason: string,
) {
  into.count += 1;
  if (into.first.length < SHOWN) into.first.push({ key, reason });
}
