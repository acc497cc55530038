import type { Connections } from '../gateway/connections';
import type { Lease } from '../lease/lease-tags';
import type { SnapshotState } from '@strata/retention';
import type { ItemResult } from '../outcome';
import { expiryClass, type SnapshotPolicy } from '../policy';
import { commonTags } from '../tags';
import type { SettleProgress } from '../wait/until-settled';
import type { CreatePlan, PlannedSet } from './create-plan';

/** How one volume ended. */
export interface CreatedItem extends ItemResult {
  readonly instanceId?: string | undefined;
  /** The snapshot that was made of it. */
  readonly snapshotId?: string | undefined;
  /** Its last known state. */
  readonly state?: SnapshotState | undefined;
}

/** What an instance goes through. */
export type SetStep =
  | 'entering Standby'
  | 'stopping'
  | 'freezing'
  | 'creating snapshots'
  | 'waiting for its snapshots'
  | 'thawing'
  | 'starting'
  | 'leaving Standby';

/** What a run tells while it works. */
export type CreateEvent =
  | { readonly kind: 'planned'; readonly runId: string; readonly plan: CreatePlan }
  | { readonly kind: 'waiting-for-lease'; readonly holder: Lease }
  | { readonly kind: 'step'; readonly instanceId: string; readonly step: SetStep }
  | { readonly kind: 'item'; readonly item: CreatedItem }
  | { readonly kind: 'progress'; readonly progress: SettleProgress };

/** A run that makes snapshots. */
export interface CreateRun {
  readonly connections: Connections;
  readonly policy: SnapshotPolicy;
  readonly runId: string;
  /** When it is aborted, nothing more is begun; what is begun is made whole. */
  readonly signal: AbortSignal;
  /** By AWS's clock: instances that were stopped are started again by then. */
  readonly deadline?: Date | undefined;
  readonly emit: (event: CreateEvent) => void;
}

/** Milliseconds until the run's deadline; infinite without one. */
export function msLeft({ deadline, connections }: CreateRun): number {
  return deadline ? deadline.getTime() - connections.clock.now().getTime() : Number.POSITIVE_INFINITY;
}

/** Time before the deadline at which stopped instances are started, ms. */
const START_RESERVE_MS = 60_000;

/** Milliseconds for which an instance may stand still yet, so that it runs again by the run's deadline. */
export function msToStandStill(run: CreateRun): number {
  return msLeft(run) - START_RESERVE_MS;
}

/** Tags that all snapshots of a set have. */
export function setTagsOf(
  run: Pick<CreateRun, 'policy' | 'runId'>,
  set: Pick<PlannedSet, 'instanceId' | 'consistency'>,
): Record<string, string> {
  return commonTags(originOf(run, set));
}

/** Where the snapshots of a set come from. */
export function originOf(
  { policy, runId }: Pick<CreateRun, 'policy' | 'runId'>,
  { instanceId, consistency }: Pick<PlannedSet, 'instanceId' | 'consistency'>,
) {
  return {
    environment: policy.environment,
    policy: policy.config.name,
    runId,
    instanceId,
    consistency,
    expiry: expiryClass(policy),
  };
}
