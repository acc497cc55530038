import { formOf, queryCall } from '../gateway/derived';
import { childText, setChild } from '../gateway/xml-tree';
import {
  amending,
  regionKey,
  remembering,
  type AutoScalingOperation,
  type AutoScalingOperations,
} from './autoscaling-members';

/**
 * Groups. moto forgets `DefaultInstanceWarmup` and ignores the lifecycle hooks that a group is created with.
 *
 * @param putLifecycleHook carries out `PutLifecycleHook`
 */
export function groupOperations(putLifecycleHook: AutoScalingOperation): AutoScalingOperations {
  /** Seconds; -1 stands for "none". */
  const instanceWarmup = new Map<string, string>();
  const keepWarmup = remembering((form, request) => {
    const seconds = form.get('DefaultInstanceWarmup');
    if (seconds !== null) instanceWarmup.set(regionKey(request, form.get('AutoScalingGroupName')), seconds);
  });

  return {
    CreateAutoScalingGroup: async (request, context) => {
      const answer = await keepWarmup(request, context);
      if (answer.status >= 300) return answer;
      const form = await formOf(request);
      const AutoScalingGroupName = form.get('AutoScalingGroupName') ?? '';
      for (const hook of initialHooks(form)) {
        await putLifecycleHook(
          queryCall(request, 'PutLifecycleHook', { ...hook, AutoScalingGroupName }),
          context,
        );
      }
      return answer;
    },
    UpdateAutoScalingGroup: keepWarmup,
    DeleteAutoScalingGroup: remembering((form, request) => {
      instanceWarmup.delete(regionKey(request, form.get('AutoScalingGroupName')));
    }),
    DescribeAutoScalingGroups: amending('AutoScalingGroups', (group, request) => {
      const seconds = instanceWarmup.get(regionKey(request, childText(group, 'AutoScalingGroupName')));
      setChild(group, 'DefaultInstanceWarmup', seconds === '-1' ? undefined : seconds);
    }),
  };
}

/** Parameters of each member of `LifecycleHookSpecificationList`. */
function initialHooks(form: URLSearchParams): Record<string, string>[] {
  const hooks: Record<string, string>[] = [];
  for (let index = 1; ; index += 1) {
    const prefix = `LifecycleHookSpecificationList.member.${index}.`;
    const parameters = [...form].filter(([name]) => name.startsWith(prefix));
    if (parameters.length === 0) return hooks;
    hooks.push(Object.fromEntries(parameters.map(([name, value]) => [name.slice(prefix.length), value])));
  }
}
