import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ask, type Connections } from './connections';

/** A count that a service keeps of itself. */
export interface Metric {
  readonly namespace: 'AWS/Events' | 'AWS/SNS';
  readonly name: string;
  readonly dimension: { readonly name: 'RuleName' | 'TopicName'; readonly value: string };
}

/** The sum of a metric since a moment; undefined when CloudWatch has nothing (yet: metrics come minutes late). */
export async function sumSince(
  { cloudWatch }: Connections,
  { namespace, name, dimension }: Metric,
  since: Date,
): Promise<number | undefined> {
  const MINUTE_MS = 60_000;
  const { Datapoints = [] } = await ask(
    { action: 'cloudwatch:GetMetricStatistics', resource: `${namespace}/${name}` },
    cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: namespace,
        MetricName: name,
        Dimensions: [{ Name: dimension.name, Value: dimension.value }],
        // Data points stand at the beginning of their minute.
        StartTime: new Date(Math.floor(since.getTime() / MINUTE_MS) * MINUTE_MS),
        EndTime: new Date(Date.now() + MINUTE_MS),
        Period: 60,
        Statistics: ['Sum'],
      }),
    ),
  );
  if (Datapoints.length === 0) return undefined;
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
