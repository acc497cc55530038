import {
  plan,
  type PlanOptions,
  type RemovalCaps,
  type RetentionPlan,
  type RetentionPolicy,
} from '@strata/retention';
import type { SnapshotRecord, Tag } from '../model';
import {
  heldElsewhere,
  isFrom,
  isOf,
  type Origin,
  originIn,
  planOptions,
  retentionIn,
  type SnapshotPolicy,
} from '../policy';

/** What a run may be told to do differently from its policy. */
export interface PruneOverrides {
  /** These rules in place of the policy's (in another Region: of its copies'). */
  readonly retention?: RetentionPolicy | undefined;
  /** Caps in place of the policy's, each by itself. */
  readonly maxRemove?: Partial<RemovalCaps> | undefined;
  /** Snapshots with this tag are treated as the policy's own. */
  readonly adopt?: Tag | undefined;
  /** Lets even the last snapshot of a volume go; counts only for the volumes of the scope. @default false */
  readonly unsafeAllowRemoveAll?: boolean | undefined;
}

/** Which volumes are planned. */
export interface PruneScope {
  /** Only these. @default all that have a snapshot of the policy, whether or not they still exist */
  readonly volumeIds?: readonly string[] | undefined;
  /** @default the copies in a Region that the policy copies to, elsewhere what was made there */
  readonly origin?: Origin | undefined;
  /** Volumes whose snapshots are left alone, with the reason. */
  readonly leaveOut?: ReadonlyMap<string, string> | undefined;
}

/** A volume whose snapshots are left alone. */
export interface LeftOut {
  readonly volumeId: string;
  readonly reason: string;
  /** How many snapshots of it there are. */
  readonly snapshots: number;
}

/** What is to go, and all that is needed to look again right before it goes. */
export interface PrunePlan extends RetentionPlan<SnapshotRecord> {
  readonly policy: string;
  /** Where the snapshots are. */
  readonly region: string;
  /** Which of them are judged. Those of another origin stay. */
  readonly origin: Origin;
  readonly retention: RetentionPolicy;
  readonly options: PlanOptions<SnapshotRecord>;
  readonly now: Date;
  readonly leftOut: readonly LeftOut[];
}

/** What a plan is made of. */
export interface PruneRequest {
  readonly policy: SnapshotPolicy;
  readonly region: string;
  readonly overrides?: PruneOverrides | undefined;
  readonly scope?: PruneScope | undefined;
  /** AWS's time. */
  readonly now: Date;
}

/**
 * Plans which snapshots of a policy go. Pure.
 *
 * @throws InvalidPolicyError, InvalidSnapshotError
 */
export function planPrune(snapshots: Iterable<SnapshotRecord>, request: PruneRequest): PrunePlan {
  const { policy, region, overrides = {}, scope = {}, now } = request;
  const { origin = originIn(policy, region) } = scope;
  const retention = overrides.retention ?? retentionIn(policy, region, origin);
  const options = optionsOf(request);
  const isMeant = isFrom(origin);
  const isPolicys = isOf(policy);
  const wanted = scope.volumeIds === undefined ? undefined : new Set(scope.volumeIds);
  const planned: SnapshotRecord[] = [];
  const left = new Map<string, number>();
  for (const snapshot of snapshots) {
    const { volumeId } = snapshot;
    if (wanted !== undefined && !wanted.has(volumeId)) continue;
    if (scope.leaveOut?.has(volumeId)) left.set(volumeId, (left.get(volumeId) ?? 0) + 1);
    // What is adopted is nobody's copy.
    else planned.push(isPolicys(snapshot) && !isMeant(snapshot) ? heldElsewhere(snapshot) : snapshot);
  }
  const leftOut = [...(scope.leaveOut ?? [])].map(([volumeId, reason]) => ({
    volumeId,
    reason,
    snapshots: left.get(volumeId) ?? 0,
  }));
  return {
    ...plan(planned, retention, now, options),
    policy: policy.config.name,
    region,
    origin,
    retention,
    options,
    now,
    leftOut,
  };
}

function optionsOf({ policy, overrides = {}, scope = {} }: PruneRequest): PlanOptions<SnapshotRecord> {
  const base = planOptions(policy);
  return {
    ...base,
    maxRemove: { ...base.maxRemove, ...overrides.maxRemove },
    adopt: overrides.adopt,
    unsafeAllowRemoveAll: overrides.unsafeAllowRemoveAll ? { volumeIds: scope.volumeIds ?? [] } : undefined,
  };
}
