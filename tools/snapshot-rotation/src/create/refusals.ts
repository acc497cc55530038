import type { InstanceRecord } from '../model';
import type { Refusal } from './create-plan';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';

/** Why a guard protects an instance from being stopped; undefined when it may be, or is not going to be. */
export function refusalOf(
  instance: InstanceRecord,
  input: CreatePlanInput,
  options: CreatePlanOptions,
): Refusal | undefined {
  if (options.consistency !== 'stopped' || instance.state === 'stopped') return undefined;
  return instanceStoreRefusal(instance, input, options) ?? groupRefusal(instance, input, options);
}

/** What is on an instance store is gone when its instance stops (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-store-lifetime.html). */
function instanceStoreRefusal(
  { id, type }: InstanceRecord,
  { instanceStoreTypes }: CreatePlanInput,
  { loseInstanceStore }: CreatePlanOptions,
): Refusal | undefined {
  if (loseInstanceStore || !instanceStoreTypes.has(type)) return undefined;
  return {
    instanceId: id,
    reason: `${id} is of type ${type}, which has instance store volumes: what is on them is lost when it is stopped`,
    fix: 'Use --consistency crash; or, where they hold nothing of value, loseInstanceStore: true in the policy, or --unsafe-lose-instance-store.',
  };
}

/** An Auto Scaling group terminates an instance that is stopped (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html). */
function groupRefusal(
  { id, autoScalingGroup }: InstanceRecord,
  { groups }: CreatePlanInput,
  { standby }: CreatePlanOptions,
): Refusal | undefined {
  if (autoScalingGroup === undefined) return undefined;
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
