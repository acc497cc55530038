import type { InstanceRecord, VolumeRecord } from '../model';
import type { CreatePlanInput, Home } from './plan-input';

/**
 * The instance whose set a volume joins; undefined when it is attached to none that is known. One with Multi-Attach is
 * attached to several: it joins the one with the most selected volumes, a living one first, the lowest id last, so that
 * as much as possible is of one moment and the choice is the same each time.
 */
export function homeOf(volume: VolumeRecord, { instances, volumes }: CreatePlanInput): Home | undefined {
  const homes = volume.attachments.flatMap(({ instanceId, device }) => {
    const instance = instances.get(instanceId);
    return instance === undefined ? [] : [{ instance, device }];
  });
  if (homes.length < 2) return homes[0];
  const selected = ({ volumes: own }: InstanceRecord) =>
    own.filter(({ volumeId }) => volumes.has(volumeId)).length;
  const [best] = homes.sort(
    (a, b) =>
      Number(isGone(a.instance)) - Number(isGone(b.instance)) ||
      selected(b.instance) - selected(a.instance) ||
      (a.instance.id < b.instance.id ? -1 : 1),
  );
  return best;
}

function isGone({ state }: InstanceRecord): boolean {
  return state === 'terminated' || state === 'shutting-down';
}
