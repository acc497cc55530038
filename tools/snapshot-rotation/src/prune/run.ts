import { approve } from '@strata/retention';
import type { Connections } from '../gateway/connections';
import { planningTime } from '../planning-time';
import type { SnapshotPolicy } from '../policy';
import { removeApproved } from './execute';
import { readCandidates } from './inventory';
import { planPrune, type PruneOverrides, type PrunePlan, type PruneScope } from './plan';
import { type PruneItem, pruneReport, type PruneReport } from './report';

/** How a prune is run. */
export interface PruneOptions {
  readonly overrides?: PruneOverrides | undefined;
  readonly scope?: PruneScope | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told the plan, refused or not, before anything goes; what it throws ends the run. */
  readonly onPlan?: ((plan: PrunePlan) => void | Promise<void>) | undefined;
  /** Told each item as it ends. */
  readonly onItem?: ((item: PruneItem) => void) | undefined;
}

/** Reads a policy's snapshots in the Region of the connections and plans which of them go. */
export async function readPrunePlan(
  connections: Connections,
  policy: SnapshotPolicy,
  { overrides, scope, signal }: PruneOptions = {},
): Promise<PrunePlan> {
  const snapshots = await readCandidates(connections, policy, overrides?.adopt, signal);
  const { region } = connections.target;
  return planPrune(snapshots, { policy, region, overrides, scope, now: planningTime(connections) });
}

/**
 * Removes what a policy no longer keeps, in the Region of the connections: plan, then carry it out item by item.
 *
 * Once removing has begun nothing is thrown: what an interrupt kept from its turn is skipped in the report.
 *
 * @throws PlanRefusedError (exit code 3) when a guard refuses the plan; `onPlan` has seen it
 */
export async function runPrune(
  connections: Connections,
  policy: SnapshotPolicy,
  options: PruneOptions = {},
): Promise<PruneReport> {
  const plan = await readPrunePlan(connections, policy, options);
  await options.onPlan?.(plan);
  const removals = approve(plan);
  options.signal?.throwIfAborted();
  return pruneReport(plan, await removeApproved(connections, plan, removals, options));
}
