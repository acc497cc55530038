import type { InstanceRecord } from '../model';
import type { Refusal } from './create-plan';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';

/**
 * Why a guard protects an instance from being stopped; undefined when it may be. An Auto Scaling group terminates an instance that is stopped (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html). */
export function refusalOf(
  { id, autoScalingGroup, state }: InstanceRecord,
  { groups }: CreatePlanInput,
  { consistency, standby }: CreatePlanOptions,
): Refusal | undefined {
  if (consistency !== 'stopped' || autoScalingGroup === undefined || state === 'stopped') return undefined;
  const membership = groups.get(id);
  if (membership?.lifecycleState === 'Standby') return undefined;
  if (!standby) {
    return {
      instanceId: id,
      reason: `the Auto Scaling group ${autoScalingGroup} would terminate ${id} when it is stopped`,
      fix: 'Put it in Standby meanwhile with --standby or standby: true in the policy, or use --consistency crash.',
    };
  }
  if (membership === undefined) {
    return {
      instanceId: id,
      reason: `${id} is not found in its Auto Scaling group ${autoScalingGroup}`,
      fix: 'See: aws autoscaling describe-auto-scaling-instances.',
    };
  }
  const { group, minSize, desiredCapacity } = membership;
  if (desiredCapacity > minSize) return undefined;
  return {
    instanceId: id,
    reason: `without ${id} the Auto Scaling group ${group} would be smaller than its minimum (desired ${desiredCapacity}, minimum ${minSize})`,
    fix: `Lower the minimum of ${group} by one, or use --consistency crash.`,
  };
}
