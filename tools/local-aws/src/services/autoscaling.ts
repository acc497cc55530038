import type { GatewayService } from '../gateway/service';
import { groupOperations } from './autoscaling-groups';
import { hookOperations } from './autoscaling-hooks';
import { instanceRefreshOperations } from './autoscaling-instance-refresh';
import type { AutoScalingOperation, AutoScalingOperations } from './autoscaling-members';
import { policyOperations } from './autoscaling-policies';
import type { VolumeMirror } from './ec2-volumes/mirror';

/**
 * Auto Scaling. moto keeps groups, policies and hooks, but forgets some of their attributes and invents others; each
 * makes Terraform see a change for ever. What was put is remembered and shown in moto's answers.
 *
 * @param volumes told when instances, and volumes with them, may have come or gone
 */
export function createAutoScalingService(volumes: VolumeMirror): GatewayService {
  const hooks = hookOperations();
  const operations: AutoScalingOperations = {
    ...hooks,
    ...groupOperations(hooks.PutLifecycleHook),
    ...policyOperations(),
    ...instanceRefreshOperations(),
  };
  return {
    name: 'autoscaling',
    async handle(request, context) {
      const operation = Object.hasOwn(operations, request.operation)
        ? operations[request.operation]
        : undefined;
      if (!LAUNCHING.test(request.operation)) return operation?.(request, context);
      const answer = await (operation ?? forward)(request, context);
      volumes.in(request.region).outdated();
      return answer;
    },
  };
}

/** Operations by which instances, and volumes with them, come and go. */
const LAUNCHING =
  /^((Create|Update|Delete)AutoScalingGroup|SetDesiredCapacity|ExecutePolicy|TerminateInstanceInAutoScalingGroup|StartInstanceRefresh)$/;

const forward: AutoScalingOperation = (request, context) => context.forward(request);
