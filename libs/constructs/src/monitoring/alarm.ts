import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { type NamingScope, resourceName, withEnvironment } from '@strata/naming';
import type { Construct } from 'constructs';

export interface CountAlarmProps {
  readonly naming: NamingScope;
  /** Last part of the alarm's name. */
  readonly purpose: string;
  /** What it means and what to do; it is what the e-mail says. Its `strata …` commands get the environment. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly topicArn: string;
  /** Length of the period that is added up. @default 300; PER_RUN_SECONDS with `ignore` */
  readonly periodSeconds?: number;
  /**
   * What a period without data means: `notBreaching`, nothing bad happened; `ignore`, the state stays what the last data
   * said it is, for what is measured once per run.
   * @default 'notBreaching'
   */
  readonly missing?: 'notBreaching' | 'ignore';
}

/**
 * Period of an alarm on what is measured once per run, seconds: the shortest, so that a good run soon after a bad one is
 * not added to it. In one longer period both would stay bad until the next run, which may be hours away. A measurement
 * that comes late counts all the same: CloudWatch takes the newest that it finds in a range longer than the period.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html (missing data)
 */
export const PER_RUN_SECONDS = 60;

/** An alarm that goes off when a count of bad things is not zero. */
export function countAlarm(scope: Construct, id: string, props: CountAlarmProps): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: resourceName(props.naming, props.purpose, 255),
    alarmDescription: withEnvironment(props.description, props.naming.environment),
    namespace: props.namespace,
    metricName: props.metricName,
    ...(props.dimensions ? { dimensions: { ...props.dimensions } } : {}),
    statistic: 'Sum',
    period: props.periodSeconds ?? (props.missing === 'ignore' ? PER_RUN_SECONDS : 300),
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: props.missing ?? 'notBreaching',
    alarmActions: [props.topicArn],
    okActions: [props.topicArn],
  });
}
