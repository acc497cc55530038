import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';
import type { Rule } from '../rules';

/**
 * Counts an event that a rule matched: `AWS/Events` by `RuleName`. As in AWS, `Invocations` has failed ones too, and
 * what is none is not sent.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export async function countInvocations(
  rule: Rule,
  counts: { readonly Invocations: number; readonly FailedInvocations: number },
  context: GatewayContext,
): Promise<void> {
  const client = new CloudWatchClient(loopback(context, rule.arn.split(':')[3] ?? '', 'moto'));
  const MetricData = Object.entries({ TriggeredRules: 1, ...counts })
    .filter(([, Value]) => Value > 0)
    .map(([MetricName, Value]) => ({
      MetricName,
      Value,
      Unit: 'Count' as const,
      Timestamp: context.now(),
      Dimensions: [{ Name: 'RuleName', Value: rule.name }],
    }));
  try {
    await client.send(new PutMetricDataCommand({ Namespace: 'AWS/Events', MetricData }));
  } catch (error) {
    context.log(`events: invocations of rule ${rule.name} not counted: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}
