import { plan, type Refusal, type VolumePlan } from '@strata/retention';
import type { SnapshotRecord } from '../model';
import { isFrom, isOf, type Origin, originIn, type SnapshotPolicy } from '../policy';
import { planPrune } from '../prune/plan';
import { newestFirst, rowsOf, type SnapshotRow } from '../snapshot-rows';

/** The snapshots of one volume, newest first. */
export interface ListedVolume {
  readonly volumeId: string;
  readonly rows: readonly SnapshotRow[];
}

/** Snapshots with what the next prune would make of them. */
export interface Listing {
  readonly volumes: readonly ListedVolume[];
  /** What guards would say to the next prune, by policy. */
  readonly refusals: readonly { readonly policy: string; readonly refusals: readonly Refusal[] }[];
}

/** What a listing is made of. */
export interface ListingRequest {
  readonly policies: readonly SnapshotPolicy[];
  readonly region: string;
  /** The environment's Region: elsewhere there are copies. @default the Region itself */
  readonly home?: string | undefined;
  /** Only these volumes. @default all */
  readonly volumeIds?: readonly string[] | undefined;
  /** AWS's time. */
  readonly now: Date;
}

/**
 * Lists snapshots by volume, with who keeps them and why, or that they go. Pure. Each is judged by the policy that made
 * it; what no policy of ours made is foreign: it stays, and the listing says who holds it as far as that is known.
 */
export function planListing(snapshots: Iterable<SnapshotRecord>, request: ListingRequest): Listing {
  const { policies, region, home, volumeIds, now } = request;
  const wanted = volumeIds === undefined ? undefined : new Set(volumeIds);
  const owners = policies.map((policy) => ({
    policy,
    owns: isOf(policy),
    snapshots: [] as SnapshotRecord[],
  }));
  const foreign: SnapshotRecord[] = [];
  for (const snapshot of snapshots) {
    if (wanted !== undefined && !wanted.has(snapshot.volumeId)) continue;
    const owner = owners.find(({ owns }) => owns(snapshot));
    (owner?.snapshots ?? foreign).push(snapshot);
  }
  const plans = owners.flatMap(({ policy, snapshots: own }) =>
    partsOf(own, originIn(policy, region, home)).map(([origin, part]) =>
      planPrune(part, { policy, region, now, scope: { origin } }),
    ),
  );
  const foreignPlan = plan(foreign, { keepLast: 1 }, now, { ours: () => false });
  const volumes = new Map<string, SnapshotRow[]>();
  const add = (groups: readonly VolumePlan<SnapshotRecord>[], policy: string): void => {
    for (const group of groups) {
      const rows = rowsOf(group, () => policy);
      volumes.set(group.volumeId, [...(volumes.get(group.volumeId) ?? []), ...rows]);
    }
  };
  for (const each of plans) add(each.groups, each.policy);
  add(foreignPlan.groups, '');
  return {
    volumes: [...volumes]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([volumeId, rows]) => ({ volumeId, rows: newestFirst(rows) })),
    refusals: plans
      .filter(({ refusals }) => refusals.length > 0)
      .map(({ policy, refusals }) => ({ policy, refusals })),
  };
}

/** A policy's snapshots in a Region by who judges them: its copies go by rules of their own, where it states some. */
function partsOf(snapshots: readonly SnapshotRecord[], here: Origin): [Origin, SnapshotRecord[]][] {
  if (here === 'made-here') return [['made-here', [...snapshots]]];
  return (['made-here', 'copies'] as const).map((origin) => [origin, snapshots.filter(isFrom(origin))]);
}
