import type { InstanceRecord, VolumeRecord } from '../model';
import { TAG } from '../tags';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';

/** States in which EC2 snapshots a volume (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-describing-volumes.html). */
const USABLE_STATES = new Set(['available', 'in-use']);

/** Pending snapshots that a volume may have (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-creating-snapshot.html). */
const MAX_PENDING = 5;
const MAX_PENDING_BY_TYPE: Readonly<Record<string, number>> = { st1: 1, sc1: 1 };

/** Why a volume cannot be snapshotted now, whatever its instance does; undefined when it can. */
export function volumeFault(volume: VolumeRecord, pending: number): string | undefined {
  if (!USABLE_STATES.has(volume.state)) return `the volume is ${volume.state}`;
  const most = MAX_PENDING_BY_TYPE[volume.type] ?? MAX_PENDING;
  if (pending < most) return undefined;
  return `${pending} of its snapshots are still pending, and EC2 takes ${most} at a time of ${anA(volume.type)} volume`;
}

/** Why the volumes of an instance cannot be made consistent as asked; undefined when they can. */
export function instanceFault(
  instance: InstanceRecord,
  input: CreatePlanInput,
  { consistency }: CreatePlanOptions,
): string | undefined {
  if (instance.state === 'terminated' || instance.state === 'shutting-down') {
    return `its instance is ${instance.state}`;
  }
  if (consistency === 'stopped') return stopFault(instance, input);
  if (consistency === 'quiesced') return freezeFault(instance, input);
  return undefined;
}

function stopFault(instance: InstanceRecord, { groups }: CreatePlanInput): string | undefined {
  const foreign = leftBy(instance);
  if (foreign !== undefined) return foreign;
  if (instance.state === 'pending') return 'its instance is starting: it can be stopped once it runs';
  if (instance.state === 'stopping') return 'its instance is being stopped by someone else';
  if (instance.state === 'stopped') return undefined;
  if (!instance.ebsBacked)
    return 'its instance has an instance store as root: EC2 can terminate, not stop it';
  if (instance.lifecycle === 'spot') {
    return 'its instance is a Spot instance: nobody can promise that it starts again';
  }
  const membership = groups.get(instance.id);
  if (membership && membership.lifecycleState !== 'InService' && membership.lifecycleState !== 'Standby') {
    return `its instance is ${membership.lifecycleState} in the Auto Scaling group ${membership.group}`;
  }
  return undefined;
}

function freezeFault(instance: InstanceRecord, { managed }: CreatePlanInput): string | undefined {
  const foreign = leftBy(instance);
  if (foreign !== undefined) return foreign;
  if (instance.state === 'stopped') return undefined;
  if (instance.state !== 'running')
    return `its instance is ${instance.state}: only a running one can be frozen`;
  if (managed && !managed.has(instance.id)) {
    return 'Systems Manager does not reach its instance: it needs the SSM agent and a role with AmazonSSMManagedInstanceCore';
  }
  return undefined;
}

function leftBy({ tags }: InstanceRecord): string | undefined {
  for (const [key, done] of [
    [TAG.stoppedBy, 'stopped'],
    [TAG.frozenBy, 'frozen'],
    [TAG.standbyBy, 'put in Standby'],
  ] as const) {
    if (tags[key] !== undefined) {
      return `its instance was ${done} by the run ${tags[key]}: strata snapshots resume puts right what that run left`;
    }
  }
  return undefined;
}

function anA(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
