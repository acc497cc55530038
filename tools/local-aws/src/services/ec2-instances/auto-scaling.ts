import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { childText, descendants, parseXml, type XmlElement } from '../../gateway/xml-tree';

/**
 * What Auto Scaling does with an instance of a group that is stopped: the health check finds it unhealthy, and the
 * group terminates and replaces it. One in standby is left alone
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-enter-exit-standby.html).
 *
 * @returns whether the instance was replaced
 */
export async function replaceStopped(
  instanceId: string,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<boolean> {
  const found = await autoScaling(context, request.region, {
    Action: 'DescribeAutoScalingInstances',
    'InstanceIds.member.1': instanceId,
  });
  const member = found && descendants(found, 'AutoScalingInstances')[0]?.children[0];
  if (!member || childText(member, 'LifecycleState') !== 'InService') return false;
  await autoScaling(context, request.region, {
    Action: 'TerminateInstanceInAutoScalingGroup',
    InstanceId: instanceId,
    ShouldDecrementDesiredCapacity: 'false',
  });
  return true;
}

async function autoScaling(
  context: GatewayContext,
  region: string,
  parameters: Record<string, string>,
): Promise<XmlElement | undefined> {
  const answer = await fetch(context.motoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/autoscaling/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: '2011-01-01', ...parameters }),
  });
  const text = await answer.text();
  if (!answer.ok) context.log(`auto scaling: ${parameters['Action']} failed: ${text}`);
  return answer.ok ? parseXml(text) : undefined;
}
