import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { LoopbackConfig } from '../../loopback-client';

/** Values of Lambda's metrics for one invocation: counts, and milliseconds for `Duration`. */
export type InvocationMetrics = Readonly<
  Partial<Record<'Invocations' | 'Errors' | 'Throttles' | 'Duration', number>>
>;

/**
 * Writes metrics of a function to `AWS/Lambda`, dimension `FunctionName`. moto takes what AWS keeps to itself.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export async function putFunctionMetrics(
  config: LoopbackConfig,
  functionName: string,
  metrics: InvocationMetrics,
  Timestamp: Date,
): Promise<void> {
  const client = new CloudWatchClient(config);
  try {
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'AWS/Lambda',
        MetricData: Object.entries(metrics).map(([MetricName, Value]) => ({
          MetricName,
          Value,
          Timestamp,
          Unit: MetricName === 'Duration' ? 'Milliseconds' : 'Count',
          Dimensions: [{ Name: 'FunctionName', Value: functionName }],
        })),
      }),
    );
  } finally {
    client.destroy();
  }
}
