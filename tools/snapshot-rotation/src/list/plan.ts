import { plan, type Refusal, type VolumePlan } from '@strata/retention';
import type { SnapshotRecord } from '../model';
import { isOf, type SnapshotPolicy } from '../policy';
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
  const { policies, region, volumeIds, now } = request;
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
  const plans = owners.map((owner) => planPrune(owner.snapshots, { policy: owner.policy, region, now }));
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
