import { describePolicy } from '@strata/retention';
import type { SnapshotRecord } from '../model';
import { type ItemResult, type Tally, tally } from '../outcome';
import type { PrunePlan } from './plan';

/** One snapshot that was to go, and what became of it. */
export interface PruneItem extends ItemResult {
  readonly volumeId: string;
}

/** What became of a plan. */
export interface PruneReport {
  readonly policy: string;
  readonly region: string;
  readonly plan: PrunePlan;
  /** One for each removal of the plan. */
  readonly items: readonly PruneItem[];
  readonly tally: Tally;
}

/** Makes the report of a plan that was carried out. */
export function pruneReport(plan: PrunePlan, items: readonly PruneItem[]): PruneReport {
  return { policy: plan.policy, region: plan.region, plan, items, tally: tally(items) };
}

/** A plan, and what became of it where it was carried out, as `--json` prints it. */
export function pruneJson(plan: PrunePlan, items: readonly PruneItem[] = []): unknown {
  const results = new Map(items.map((item) => [item.id, item]));
  return {
    policy: plan.policy,
    region: plan.region,
    retention: describePolicy(plan.retention),
    refusals: plan.refusals,
    leftOut: plan.leftOut,
    volumes: plan.groups.map(({ volumeId, keep, remove }) => ({
      volumeId,
      keep: keep.map(({ snapshot, reasons }) => ({ ...facts(snapshot), reasons })),
      remove: remove.map(({ snapshot, reason }) => {
        const result = results.get(snapshot.id);
        const became = result && { outcome: result.outcome, detail: result.detail };
        return { ...facts(snapshot), reason, ...became };
      }),
    })),
    kept: plan.keep.length,
    ...(items.length > 0 ? tally(items) : { wouldRemove: plan.remove.length }),
  };
}

/** What JSON says of a snapshot. */
export function facts({ id, startTime, state, sizeGiB }: SnapshotRecord) {
  return { id, startTime: startTime.toISOString(), state, sizeGiB };
}
