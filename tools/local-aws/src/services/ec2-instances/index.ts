import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import { refusing, type Ec2Operations } from '../ec2-refusal';
import type { VolumeMirror } from '../ec2-volumes/mirror';
import { replaceStopped } from './auto-scaling';
import { startInstances, stopInstances, type Switched } from './power';
import { PowerStates } from './power-states';
import { showPassing } from './show';

/** How long Auto Scaling takes to find a stopped instance unhealthy; on AWS, a minute or more. */
const HEALTH_CHECK_MS = 100;

/** Starting and stopping of instances. */
export interface InstancePower {
  readonly operations: Ec2Operations;
  /** moto's `DescribeInstances` with the states that instances pass through; undefined when moto's own is right. */
  describe(request: GatewayRequest, context: GatewayContext): Promise<GatewayResponse> | undefined;
  close(): void;
}

/**
 * moto stops and starts at once; here it takes a while, which is seen.
 *
 * @param powerMs how long instances are `stopping` or `pending` where their tags do not say, milliseconds
 */
export function instancePower(volumes: VolumeMirror, powerMs = 200): InstancePower {
  const states = new PowerStates();
  const stopped: Switched = (instances, passingMs, request, context) => {
    for (const instance of instances.filter(({ tags }) => tags.has('aws:autoscaling:groupName'))) {
      states.later(passingMs(instance) + HEALTH_CHECK_MS, () => {
        replaceStopped(instance.id, request, context).then(
          (replaced) => replaced && volumes.in(request.region).outdated(),
          (error: Error) => context.log(`auto scaling: ${instance.id} was not replaced: ${error.message}`),
        );
      });
    }
  };
  return {
    operations: {
      StopInstances: refusing(stopInstances(states, powerMs, stopped)),
      StartInstances: refusing(startInstances(states, powerMs, volumes)),
    },
    describe: (request, context) =>
      states.differFromMoto ? showPassing(request, context, states) : undefined,
    close: () => states.close(),
  };
}
