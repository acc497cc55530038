import { PlanRefusedError } from './errors';
import type { RetentionPlan } from './plan';
import type { Removal } from './plan-volume';
import type { Snapshot } from './snapshot';

declare const approved: unique symbol;

/**
 * Removals that no guard refused. An executor takes this type and not `plan.remove`, so that a plan cannot be
 * carried out without its refusals having been looked at.
 */
export type ApprovedRemovals<S extends Snapshot = Snapshot> = readonly Removal<S>[] & {
  readonly [approved]: true;
};

/**
 * What may be removed.
 *
 * @throws PlanRefusedError when a guard refuses the plan, naming what would have gone
 */
export function approve<S extends Snapshot>({ refusals, remove }: RetentionPlan<S>): ApprovedRemovals<S> {
  if (refusals.length > 0) {
    throw new PlanRefusedError(
      refusals,
      remove.map(({ snapshot }) => snapshot.id),
    );
  }
  return remove as ApprovedRemovals<S>;
}
