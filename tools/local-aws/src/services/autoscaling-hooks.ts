import { childText, setChild } from '../gateway/xml-tree';
import { amending, regionKey, remembering, type AutoScalingOperations } from './autoscaling-members';

/** What moto forgets of a lifecycle hook: it names a queue and a role of its own in every answer. */
const FORGOTTEN = ['NotificationTargetARN', 'RoleARN', 'NotificationMetadata'] as const;

/** Lifecycle hooks, which notify nobody unless they are told to. */
export function hookOperations() {
  const hooks = new Map<string, URLSearchParams>();
  return {
    PutLifecycleHook: remembering((form, request) => {
      hooks.set(regionKey(request, form.get('AutoScalingGroupName'), form.get('LifecycleHookName')), form);
    }),
    DescribeLifecycleHooks: amending('LifecycleHooks', (hook, request) => {
      const key = regionKey(
        request,
        childText(hook, 'AutoScalingGroupName'),
        childText(hook, 'LifecycleHookName'),
      );
      for (const name of FORGOTTEN) setChild(hook, name, hooks.get(key)?.get(name) || undefined);
    }),
  } satisfies AutoScalingOperations;
}
