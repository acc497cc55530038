import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { type NamingScope, resourceName } from '@strata/naming';
import type { Construct } from 'constructs';

export interface CountAlarmProps {
  readonly naming: NamingScope;
  /** Last part of the alarm's name. */
  readonly purpose: string;
  /** What it means and what to do; it is what the e-mail says. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly topicArn: string;
  /** Length of the period that is added up. @default 300 */
  readonly periodSeconds?: number;
  /**
   * What a period without data means: `notBreaching`, nothing bad happened; `ignore`, the state stays what the last data
   * said it is, for what is measured once per run.
   * @default 'notBreaching'
   */
  readonly missing?: 'notBreaching' | 'ignore';
}

/** An alarm that goes off when a count of bad things is not zero. */
export function countAlarm(scope: Construct, id: string, props: CountAlarmProps): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: resourceName(props.naming, props.purpose, 255),
    alarmDescription: props.description,
    namespace: props.namespace,
    metricName: props.metricName,
    ...(props.dimensions ? { dimensions: { ...props.dimensions } } : {}),
    statistic: 'Sum',
    period: props.periodSeconds ?? 300,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: props.missing ?? 'notBreaching',
    alarmActions: [props.topicArn],
    okActions: [props.topicArn],
  });
}
