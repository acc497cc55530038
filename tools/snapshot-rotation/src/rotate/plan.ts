import type { CreatePlan } from '../create/create-plan';
import type { CreatedItem } from '../create/run';
import type { SnapshotRecord } from '../model';
import type { SnapshotPolicy } from '../policy';
import { planPrune, type PruneOverrides, type PrunePlan } from '../prune/plan';
import { ownerTags, TAG } from '../tags';

/**
 * The volumes of a run that are not pruned, with the reason: where no new snapshot came about nothing old goes. One that
 * is still pending counts for nothing in the plan, neither as kept nor against others; so its volume is pruned by the
 * completed ones, as a volume is whose snapshots always take longer than a run. The volumes that the run had nothing to
 * do with (they are gone, or lost their tag) are pruned by their own.
 */
export function notPruned(items: readonly CreatedItem[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { id, outcome, detail } of items)
    if (outcome !== 'done') reasons.set(id, `it got no new snapshot: ${detail}`);
  return reasons;
}

/** What a prune after a creation is planned on. */
export interface ForecastRequest {
  readonly policy: SnapshotPolicy;
  readonly region: string;
  readonly creation: CreatePlan;
  /** The policy's snapshots that there are. */
  readonly snapshots: readonly SnapshotRecord[];
  readonly overrides?: PruneOverrides | undefined;
  /** Only these volumes are pruned. @default all */
  readonly volumeIds?: readonly string[] | undefined;
  /** AWS's time. */
  readonly now: Date;
}

/** What would be pruned if every snapshot of a creation's plan came about now. Pure. */
export function forecastPrune(request: ForecastRequest): PrunePlan {
  const { policy, region, creation, snapshots, overrides, volumeIds, now } = request;
  const tags = { ...ownerTags(policy.environment), [TAG.policy]: policy.config.name };
  const assumed = creation.sets
    .flatMap(({ volumes }) => volumes)
    .map(({ volume }): SnapshotRecord => ({
      id: `(new of ${volume.id})`,
      volumeId: volume.id,
      startTime: now,
      state: 'completed',
      tags,
      sizeGiB: volume.sizeGiB,
      progressPercent: 100,
      encrypted: volume.encrypted,
    }));
  const leaveOut = new Map(
    creation.skipped.map(({ volumeId, reason }) => [volumeId, `it gets no new snapshot: ${reason}`]),
  );
  const scope = { origin: 'made-here' as const, volumeIds, leaveOut };
  return planPrune([...snapshots, ...assumed], { policy, region, overrides, scope, now });
}
