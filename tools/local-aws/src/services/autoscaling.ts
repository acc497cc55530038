import { formOf } from '../gateway/derived';
import type { GatewayResponse, GatewayService } from '../gateway/service';
import { amendXml, childText, descendants, setChild, type XmlElement } from '../gateway/xml-tree';
import { instanceRefreshOperations, type InstanceRefreshes } from './autoscaling-instance-refresh';

/**
 * Auto Scaling. moto keeps groups, policies and hooks, but forgets some of their attributes and invents others; each
 * makes Terraform see a change for ever. What was put is remembered here and shown in moto's answers.
 */
export function createAutoScalingService(): GatewayService {
  /** By `region/group`: seconds. */
  const instanceWarmup = new Map<string, string>();
  /** By `region/group/policy`, when `Enabled` was given. */
  const policyEnabled = new Map<string, string>();
  /** By `region/group/hook`. */
  const hookTargets = new Map<string, HookTarget>();
  const refreshes: InstanceRefreshes = [];

  return {
    name: 'autoscaling',
    async handle(request, context) {
      const key = (...parts: string[]) => [request.region, ...parts].join('/');
      const remember = async (
        keep: (form: URLSearchParams, group: string) => void,
      ): Promise<GatewayResponse> => {
        const answer = await context.forward(request);
        const form = await formOf(request);
        if (answer.status < 300) keep(form, form.get('AutoScalingGroupName') ?? '');
        return answer;
      };
      const own = instanceRefreshOperations[request.operation];
      if (own) return own(request, context, refreshes);
      switch (request.operation) {
        case 'CreateAutoScalingGroup':
        case 'UpdateAutoScalingGroup':
          return remember((form, group) => {
            const seconds = form.get('DefaultInstanceWarmup');
            if (seconds !== null) instanceWarmup.set(key(group), seconds);
            if (request.operation === 'CreateAutoScalingGroup')
              keepInitialHooks(form, (hook) => key(group, hook), hookTargets);
          });
        case 'DeleteAutoScalingGroup':
          return remember((_form, group) => void instanceWarmup.delete(key(group)));
        case 'PutScalingPolicy':
          return remember((form, group) => {
            policyEnabled.set(key(group, form.get('PolicyName') ?? ''), form.get('Enabled') ?? 'true');
          });
        case 'PutLifecycleHook':
          return remember((form, group) => {
            hookTargets.set(key(group, form.get('LifecycleHookName') ?? ''), hookTarget(form, ''));
          });
        case 'DescribeAutoScalingGroups':
          return amendMembers(await context.forward(request), 'AutoScalingGroups', (group) => {
            const seconds = instanceWarmup.get(key(childText(group, 'AutoScalingGroupName')));
            // AWS takes -1 for "none" and then answers none.
            setChild(group, 'DefaultInstanceWarmup', seconds === '-1' ? undefined : seconds);
          });
        case 'DescribePolicies':
          return amendMembers(await context.forward(request), 'ScalingPolicies', (policy) => {
            const enabled = policyEnabled.get(
              key(childText(policy, 'AutoScalingGroupName'), childText(policy, 'PolicyName')),
            );
            setChild(policy, 'Enabled', enabled ?? 'true');
            if (childText(policy, 'PolicyType') !== 'PredictiveScaling') {
              setChild(policy, 'PredictiveScalingConfiguration', undefined);
            }
          });
        case 'DescribeLifecycleHooks':
          return amendMembers(await context.forward(request), 'LifecycleHooks', (hook) => {
            const target = hookTargets.get(
              key(childText(hook, 'AutoScalingGroupName'), childText(hook, 'LifecycleHookName')),
            );
            setChild(hook, 'NotificationTargetARN', target?.notificationTargetArn);
            setChild(hook, 'RoleARN', target?.roleArn);
            setChild(hook, 'NotificationMetadata', target?.metadata);
          });
        default:
          return undefined;
      }
    },
  };
}

/** Where a lifecycle hook notifies; moto always names a queue and a role of its own. */
interface HookTarget {
  readonly notificationTargetArn: string | undefined;
  readonly roleArn: string | undefined;
  readonly metadata: string | undefined;
}

function hookTarget(form: URLSearchParams, prefix: string): HookTarget {
  return {
    notificationTargetArn: form.get(`${prefix}NotificationTargetARN`) || undefined,
    roleArn: form.get(`${prefix}RoleARN`) || undefined,
    metadata: form.get(`${prefix}NotificationMetadata`) || undefined,
  };
}

function keepInitialHooks(
  form: URLSearchParams,
  key: (hook: string) => string,
  targets: Map<string, HookTarget>,
): void {
  for (let index = 1; ; index += 1) {
    const prefix = `LifecycleHookSpecificationList.member.${index}.`;
    const hook = form.get(`${prefix}LifecycleHookName`);
    if (hook === null) return;
    targets.set(key(hook), hookTarget(form, prefix));
  }
}

function amendMembers(
  answer: GatewayResponse,
  list: string,
  amend: (member: XmlElement) => void,
): GatewayResponse {
  return amendXml(answer, (root) => descendants(root, list)[0]?.children.forEach(amend));
}
