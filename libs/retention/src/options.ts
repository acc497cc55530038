import { InvalidPolicyError, type PolicyFault } from './errors';
import type { RemovalCaps } from './refusal';
import type { Snapshot } from './snapshot';
import { matchesTag, type TagPattern } from './tag-pattern';

/** Says which snapshots are meant: those with a tag, or those for which a function answers true. */
export type SnapshotMatch<S extends Snapshot = Snapshot> = TagPattern | ((snapshot: S) => boolean);

/**
 * The caps unless others are asked for. A rotation that keeps n removes one of n + 1, at most half;
 * more than that is a policy that was tightened, or a mistake.
 */
export const DEFAULT_CAPS: RemovalCaps = { count: 1000, percent: 50 };

/** What a plan may touch, and its guards. */
export interface PlanOptions<S extends Snapshot = Snapshot> {
  /** Which snapshots the policy made: only these are candidates. */
  readonly ours: SnapshotMatch<S>;
  /**
   * Further snapshots to treat as ours. What others hold stays all the same.
   * @default none
   */
  readonly adopt?: SnapshotMatch<S> | undefined;
  /**
   * Whether ours in state `error` go as well. They hold no data and never count as kept.
   * @default false: they are kept, and said so
   */
  readonly removeFailed?: boolean | undefined;
  /** @default DEFAULT_CAPS, each by itself */
  readonly maxRemove?: Partial<RemovalCaps> | undefined;
  /**
   * Takes away, for these volumes only, the guards that keep the newest completed snapshot and refuse an empty
   * policy. The caps stay.
   * @default no volume
   */
  readonly unsafeAllowRemoveAll?: { readonly volumeIds: readonly string[] } | undefined;
}

/** Options that were checked, with defaults filled in. */
export interface ResolvedOptions<S extends Snapshot> {
  readonly isOurs: (snapshot: S) => boolean;
  readonly removeFailed: boolean;
  readonly caps: RemovalCaps;
  /** Volumes of which everything may go. */
  readonly removeAllOf: ReadonlySet<string>;
}

/**
 * Checks options and fills in defaults.
 *
 * @throws InvalidPolicyError with all faults: caps that no number can exceed by mistake (NaN), an empty scope,
 * a tag without a key
 */
export function resolveOptions<S extends Snapshot>(options: PlanOptions<S>): ResolvedOptions<S> {
  const { ours, adopt, removeFailed = false, maxRemove, unsafeAllowRemoveAll } = options;
  const caps = {
    count: maxRemove?.count ?? DEFAULT_CAPS.count,
    percent: maxRemove?.percent ?? DEFAULT_CAPS.percent,
  };
  const scope = unsafeAllowRemoveAll?.volumeIds;
  const faults = [...capFaults(caps), ...scopeFaults(scope), ...matchFaults({ ours, adopt })];
  if (faults.length > 0) throw new InvalidPolicyError(faults);
  const isOurs = predicate(ours);
  const isAdopted = adopt === undefined ? () => false : predicate(adopt);
  return {
    isOurs: (snapshot) => isOurs(snapshot) || isAdopted(snapshot),
    removeFailed,
    caps,
    removeAllOf: new Set(scope),
  };
}

function predicate<S extends Snapshot>(match: SnapshotMatch<S>): (snapshot: S) => boolean {
  return typeof match === 'function' ? match : ({ tags }) => matchesTag(tags, match);
}

function capFaults({ count, percent }: RemovalCaps): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (!(count >= 0 && (Number.isInteger(count) || count === Infinity))) {
    faults.push({ path: 'maxRemove.count', message: `got ${count}; allowed: a whole number from 0 up` });
  }
  if (!(percent >= 0 && percent <= 100)) {
    faults.push({ path: 'maxRemove.percent', message: `got ${percent}; allowed: 0 to 100` });
  }
  return faults;
}

function scopeFaults(volumeIds: readonly string[] | undefined): PolicyFault[] {
  if (volumeIds === undefined) return [];
  if (volumeIds.length > 0 && volumeIds.every((id) => id !== '')) return [];
  const message = 'needs a scope: name the volumes whose snapshots may all be removed';
  return [{ path: 'unsafeAllowRemoveAll.volumeIds', message }];
}

function matchFaults(matches: Readonly<Record<string, unknown>>): PolicyFault[] {
  return Object.entries(matches)
    .filter(([, match]) => typeof match === 'object' && match !== null && (match as TagPattern).key === '')
    .map(([path]) => ({ path, message: 'names no tag; allowed: a tag with a key, or a function' }));
}
