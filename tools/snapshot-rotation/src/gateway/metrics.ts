import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { SNAPSHOT_METRICS } from '@strata/naming';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** One value of a metric. */
export interface Metric {
  readonly name: (typeof SNAPSHOT_METRICS)[keyof typeof SNAPSHOT_METRICS];
  readonly unit: 'Count' | 'Seconds';
  readonly value: number;
}

/**
 * Publishes values of one moment to CloudWatch, with the policy as their only dimension, all in one call.
 * A call whose answer was lost is repeated: a count may then be published twice, which an alarm on "more than none" does
 * not mind; a count that is missing would be worse.
 *
 * @param namespace `metricNamespace` of @strata/naming
 */
export async function putMetrics(
  { cloudWatch, clock }: Connections,
  namespace: string,
  policy: string,
  metrics: readonly Metric[],
  signal?: AbortSignal,
): Promise<void> {
  const Dimensions = [{ Name: 'Policy', Value: policy }];
  const Timestamp = clock.now();
  const MetricData = metrics.map(({ name, unit, value }) => ({
    MetricName: name,
    Unit: unit,
    Value: value,
    Timestamp,
    Dimensions,
  }));
  const command = new PutMetricDataCommand({ Namespace: namespace, MetricData });
  await cloudWatch.send(command, abortable(signal));
}
