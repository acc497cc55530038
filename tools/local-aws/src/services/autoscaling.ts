import type { GatewayService } from '../gateway/service';
import { groupOperations } from './autoscaling-groups';
import { hookOperations } from './autoscaling-hooks';
import { instanceRefreshOperations } from './autoscaling-instance-refresh';
import type { AutoScalingOperations } from './autoscaling-members';
import { policyOperations } from './autoscaling-policies';

/**
 * Auto Scaling. moto keeps groups, policies and hooks, but forgets some of their attributes and invents others; each
 * makes Terraform see a change for ever. What was put is remembered and shown in moto's answers.
 */
export function createAutoScalingService(): GatewayService {
  const hooks = hookOperations();
  const operations: AutoScalingOperations = {
    ...hooks,
    ...groupOperations(hooks.PutLifecycleHook),
    ...policyOperations(),
    ...instanceRefreshOperations(),
  };
  return {
    name: 'autoscaling',
    handle: async (request, context) =>
      Object.hasOwn(operations, request.operation)
        ? operations[request.operation]?.(request, context)
        : undefined,
  };
}
