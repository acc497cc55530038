import type { CreatePlan } from './create-plan';
import { volumeIdsOf } from './create-plan';
import type { CreatePlanInput } from './plan-input';
import type { PlannedCreation } from './run-create';

/** Tags that a volume may have (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
const MAX_TAGS = 50;

/**
 * The volumes that a plan needs a lease on: those of its sets, and all others of an instance that is stopped or frozen,
 * which a run on them would find in a state that is about to change. One that has no room for another tag is worked on
 * without: at worst it gets one snapshot more.
 */
export function leasedVolumes({ sets }: CreatePlan, { instances, volumes }: CreatePlanInput): string[] {
  const ids = new Set(sets.flatMap(volumeIdsOf));
  for (const { instanceId, preparation } of sets) {
    if (instanceId === undefined || preparation === 'none') continue;
    for (const { volumeId } of instances.get(instanceId)?.volumes ?? []) ids.add(volumeId);
  }
  return [...ids].filter((id) => hasRoom(volumes.get(id)?.tags ?? {})).sort();
}

function hasRoom(tags: Readonly<Record<string, string>>): boolean {
  return Object.keys(tags).filter((key) => !key.startsWith('aws:')).length < MAX_TAGS;
}

/** A plan that was made again after waiting, without the sets of volumes that no lease was taken on before. */
export function onlyLeased(planned: PlannedCreation, leased: readonly string[]): PlannedCreation {
  const known = new Set(leased);
  const isLeased = (id: string) => known.has(id) || !hasRoom(planned.input.volumes.get(id)?.tags ?? {});
  const { sets, skipped, refusals } = planned.plan;
  const late = sets.filter((set) => !volumeIdsOf(set).every(isLeased));
  const reason = 'it came up while the run waited for another: the next run takes it';
  const more = late.flatMap((set) =>
    volumeIdsOf(set).map((volumeId) => ({ volumeId, instanceId: set.instanceId, reason })),
  );
  const plan = { sets: sets.filter((set) => !late.includes(set)), skipped: [...skipped, ...more], refusals };
  return { ...planned, plan };
}
