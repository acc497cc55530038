import { PlanRefusedError } from '@strata/retention';
import type { CreateEvent } from '../create/run';
import { type CreateReport, planFor, runCreate } from '../create/run-create';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import type { VolumeSelection } from '../model';
import type { Consistency } from '../model';
import { planningTime } from '../planning-time';
import type { SnapshotPolicy } from '../policy';
import { readCandidates } from '../prune/inventory';
import type { PruneOverrides } from '../prune/plan';
import { type PruneOptions, runPrune } from '../prune/run';
import { forecastPrune, notPruned } from './plan';
import type { RotatePlan, RotateReport } from './report';

/** How a rotation is run. */
export interface RotateOptions {
  /** @default the volumes that carry the policy's tag */
  readonly selection?: VolumeSelection | undefined;
  /** @default the policy's */
  readonly consistency?: Consistency | undefined;
  readonly standby?: boolean | undefined;
  readonly loseInstanceStore?: boolean | undefined;
  readonly waitForLease?: boolean | undefined;
  readonly overrides?: PruneOverrides | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onCreateEvent?: ((event: CreateEvent) => void) | undefined;
  readonly onPlan?: PruneOptions['onPlan'];
  readonly onItem?: PruneOptions['onItem'];
}

/** What a rotation would do, if every snapshot came about. */
export async function planRotation(
  connections: Connections,
  policy: SnapshotPolicy,
  { selection, overrides, ...options }: RotateOptions,
): Promise<RotatePlan> {
  const [{ plan: creation, input }, snapshots] = await Promise.all([
    planFor(connections, policy, selection, options),
    readCandidates(connections, policy, overrides?.adopt, options.signal),
  ]);
  const prune = forecastPrune({
    policy,
    region: connections.target.region,
    creation,
    snapshots,
    overrides,
    volumeIds: selection === undefined ? undefined : [...input.volumes.keys()],
    now: planningTime(connections),
  });
  return { creation, prune };
}

/**
 * Makes snapshots, waits until they have completed, and removes what the policy then no longer keeps: of each volume
 * only when its own new snapshot has completed.
 *
 * @throws what `runCreate` throws before anything is done; what goes wrong later is in the report
 */
export async function runRotate(
  connections: Connections,
  policy: SnapshotPolicy,
  options: RotateOptions,
): Promise<RotateReport> {
  const { selection, overrides, signal, onCreateEvent, onPlan, onItem, ...creation } = options;
  const created = await runCreate(connections, policy, selection, {
    ...creation,
    wait: true,
    signal,
    onEvent: onCreateEvent,
  });
  const base = { policy: policy.config.name, region: connections.target.region, created };
  if (created.problem !== undefined) return { ...base, problem: 'failed', message: created.problem };
  if (created.interrupted || signal?.aborted) return { ...base, problem: 'interrupted' };
  try {
    const pruned = await runPrune(connections, policy, {
      overrides,
      scope: scopeOf(created, selection),
      signal,
      onPlan,
      onItem,
    });
    return { ...base, pruned };
  } catch (error) {
    if (error instanceof PlanRefusedError) return { ...base, problem: 'refused', message: error.message };
    return { ...base, problem: 'failed', message: explained(error).message };
  }
}

/** Volumes that were named one by one are pruned alone; a policy's run prunes all that the policy ever made. */
function scopeOf({ items }: CreateReport, selection: VolumeSelection | undefined) {
  return {
    origin: 'made-here' as const,
    leaveOut: notPruned(items),
    volumeIds: selection === undefined ? undefined : items.map(({ id }) => id),
  };
}
