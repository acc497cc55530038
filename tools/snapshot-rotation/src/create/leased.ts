import { type CreatePlan, volumeIdsOf } from './create-plan';
import type { CreatePlanInput } from './plan-input';
import type { PlannedCreation } from './planned-creation';

/**
 * The volumes that a plan needs a lease on: those of its sets, and all others of an instance that is stopped or frozen,
 * which a run on them would find in a state that is about to change.
 */
export function leasedVolumes({ sets }: CreatePlan, { instances }: CreatePlanInput): string[] {
  const ids = new Set(sets.flatMap(volumeIdsOf));
  for (const { instanceId, preparation } of sets) {
    if (instanceId === undefined || preparation === 'none') continue;
    for (const { volumeId } of instances.get(instanceId)?.volumes ?? []) ids.add(volumeId);
  }
  return [...ids].sort();
}

/** A plan that was made again after waiting, without the sets of volumes that were not waited for. */
export function onlyLeased(planned: PlannedCreation, leased: readonly string[]): PlannedCreation {
  const known = new Set(leased);
  const { sets, skipped, refusals } = planned.plan;
  const late = sets.filter((set) => !volumeIdsOf(set).every((id) => known.has(id)));
  const reason = 'it came up while the run waited for another: the next run takes it';
  const more = late.flatMap((set) =>
    volumeIdsOf(set).map((volumeId) => ({ volumeId, instanceId: set.instanceId, reason })),
  );
  const plan = { sets: sets.filter((set) => !late.includes(set)), skipped: [...skipped, ...more], refusals };
  return { ...planned, plan };
}
