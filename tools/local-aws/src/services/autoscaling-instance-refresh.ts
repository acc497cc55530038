import { randomUUID } from 'node:crypto';
import { queryError, xml } from '../gateway/answers';
import { formOf, queryCall } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { childText, descendants, parseXml } from '../gateway/xml-tree';
import type { AutoScalingOperations } from './autoscaling-members';

interface InstanceRefresh {
  readonly id: string;
  readonly region: string;
  readonly group: string;
  /** ISO 8601, UTC. */
  readonly startTime: string;
  readonly endTime: string;
}

/**
 * Instance refreshes, which moto lacks; Terraform starts one when a group's launch template changes. Each instance is
 * terminated and moto launches its successor, at once and without regard to health: the refresh is over when it begins.
 * API: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html
 */
export function instanceRefreshOperations(): AutoScalingOperations {
  /** Newest first. */
  const refreshes: InstanceRefresh[] = [];
  return {
    async StartInstanceRefresh(request, context) {
      const group = (await formOf(request)).get('AutoScalingGroupName') ?? '';
      const ids = await instancesOf(request, context, group);
      if (!ids) return queryError(400, 'ValidationError', `AutoScalingGroup name not found - ${group}`);
      const startTime = context.now().toISOString();
      for (const id of ids) {
        const answer = await context.forward(
          queryCall(request, 'TerminateInstanceInAutoScalingGroup', {
            InstanceId: id,
            ShouldDecrementDesiredCapacity: 'false',
          }),
        );
        if (answer.status >= 300) return answer;
      }
      const id = randomUUID();
      const endTime = context.now().toISOString();
      refreshes.unshift({ id, region: request.region, group, startTime, endTime });
      return answer('StartInstanceRefresh', { InstanceRefreshId: id });
    },

    async DescribeInstanceRefreshes(request) {
      const form = await formOf(request);
      const group = form.get('AutoScalingGroupName');
      const wanted = [...form].filter(([name]) => name.startsWith('InstanceRefreshIds.')).map(([, id]) => id);
      const found = refreshes.filter(
        (refresh) =>
          refresh.region === request.region &&
          refresh.group === group &&
          (wanted.length === 0 || wanted.includes(refresh.id)),
      );
      const member = found.map(({ id, startTime, endTime }) => ({
        InstanceRefreshId: id,
        AutoScalingGroupName: group,
        Status: 'Successful',
        StartTime: startTime,
        EndTime: endTime,
        PercentageComplete: 100,
        InstancesToUpdate: 0,
      }));
      return answer('DescribeInstanceRefreshes', { InstanceRefreshes: member.length > 0 ? { member } : '' });
    },

    async CancelInstanceRefresh() {
      const message = 'No in progress or pending Instance Refresh found for Auto Scaling group';
      return queryError(400, 'ActiveInstanceRefreshNotFound', message);
    },
  };
}

function answer(operation: string, result: Readonly<Record<string, unknown>>): GatewayResponse {
  return xml({
    [`${operation}Response`]: {
      '@xmlns': 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
      [`${operation}Result`]: result,
      ResponseMetadata: { RequestId: randomUUID() },
    },
  });
}

/** Ids of a group's instances; undefined when there is no such group. */
async function instancesOf(
  request: GatewayRequest,
  context: GatewayContext,
  group: string,
): Promise<string[] | undefined> {
  const described = await context.forward(
    queryCall(request, 'DescribeAutoScalingGroups', { 'AutoScalingGroupNames.member.1': group }),
  );
  const root = parseXml(described.body.toString());
  const members = root && descendants(root, 'AutoScalingGroups')[0]?.children;
  if (!members?.length) return undefined;
  return members.flatMap((member) =>
    descendants(member, 'Instances').flatMap((set) =>
      set.children.map((item) => childText(item, 'InstanceId')),
    ),
  );
}
