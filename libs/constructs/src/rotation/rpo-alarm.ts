import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import {
  metricNamespace,
  type NamingScope,
  resourceName,
  SNAPSHOT_METRICS,
  withEnvironment,
} from '@strata/naming';
import type { Construct } from 'constructs';

/** How an alarm looks back over the RPO. */
export interface RpoWindow {
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly treatMissingData: 'breaching' | 'ignore';
}

const HOUR = 3600;
const FINE_PERIOD = 300;
/** From this on periods of an hour are fine enough: at most a sixth of the RPO. */
const COARSE_FROM = 6 * HOUR;
/**
 * The longest that an alarm can look back, with periods of an hour or more; a day with shorter ones
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, Period).
 */
const LONGEST_WINDOW = 7 * 24 * HOUR;

/**
 * The window of an alarm that goes off when a whole RPO has passed without word of a good state: silence is as bad as
 * bad news. Beyond seven days CloudWatch cannot look back far enough to tell silence from a schedule that is slow by
 * intent, so silence says nothing there.
 */
export function rpoWindow(rpoSeconds: number): RpoWindow {
  const period = rpoSeconds < COARSE_FROM ? FINE_PERIOD : HOUR;
  return {
    period,
    evaluationPeriods: Math.ceil(Math.min(rpoSeconds, LONGEST_WINDOW) / period),
    treatMissingData: rpoSeconds > LONGEST_WINDOW ? 'ignore' : 'breaching',
  };
}

export interface RpoAlarmProps {
  readonly naming: NamingScope;
  readonly policyName: string;
  readonly rpoSeconds: number;
  readonly topicArn: string;
}

/** Goes off when for a whole RPO no run of the policy has said that every volume is within it. */
export function rpoAlarm(scope: Construct, id: string, props: RpoAlarmProps): CloudwatchMetricAlarm {
  const { naming, policyName, rpoSeconds, topicArn } = props;
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: resourceName(naming, ['snapshots', policyName, 'rpo'], 255),
    alarmDescription: withEnvironment(
      `No run of snapshot policy ${policyName} has said within the RPO of ${rpoSeconds / HOUR} h that all its volumes have a ` +
        `snapshot that young. List them: strata snapshots status --policy ${policyName}`,
      naming.environment,
    ),
    namespace: metricNamespace(naming),
    metricName: SNAPSHOT_METRICS.rpoAge,
    dimensions: { Policy: policyName },
    statistic: 'Maximum',
    threshold: rpoSeconds,
    comparisonOperator: 'GreaterThanThreshold',
    ...rpoWindow(rpoSeconds),
    alarmActions: [topicArn],
    okActions: [topicArn],
  });
}
