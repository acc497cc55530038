import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';

/**
 * Counts an event that a rule could not bring to a target: `AWS/Events`, `FailedInvocations`, by `RuleName`.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export async function countFailedInvocation(
  RuleName: string,
  region: string,
  context: GatewayContext,
): Promise<void> {
  const client = new CloudWatchClient(loopback(context, region, 'moto'));
  const datum = {
    MetricName: 'FailedInvocations',
    Value: 1,
    Unit: 'Count' as const,
    Timestamp: context.now(),
    Dimensions: [{ Name: 'RuleName', Value: RuleName }],
  };
  try {
    await client.send(new PutMetricDataCommand({ Namespace: 'AWS/Events', MetricData: [datum] }));
  } catch (error) {
    context.log(`events: FailedInvocations of rule ${RuleName} not counted: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}
