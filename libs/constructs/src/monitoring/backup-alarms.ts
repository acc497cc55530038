import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import type { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { metricNamespace, type NamingScope, TRANSFER_FAILURES_PATTERN } from '@strata/naming';
import { Construct } from 'constructs';
import { countAlarm } from './alarm';

export interface BackupAlarmsProps {
  readonly naming: NamingScope;
  readonly topicArn: string;
  readonly topicName: string;
  readonly ruleName: string;
  readonly transferLogGroupName: string;
}

/** Name of the metric that counts error lines in DataSync's log. */
export const TRANSFER_ERRORS_METRIC = 'TransferErrors';

/** Alarms on the transfer, on the way that its news takes, and on AWS Backup. */
export class BackupAlarms extends Construct {
  readonly alarms: CloudwatchMetricAlarm[];

  constructor(scope: Construct, id: string, props: BackupAlarmsProps) {
    super(scope, id);
    const { naming, topicArn } = props;
    new CloudwatchLogMetricFilter(this, 'transfer-errors-filter', {
      name: TRANSFER_ERRORS_METRIC,
      logGroupName: props.transferLogGroupName,
      pattern: TRANSFER_FAILURES_PATTERN,
      metricTransformation: {
        namespace: metricNamespace(naming),
        name: TRANSFER_ERRORS_METRIC,
        value: '1',
        defaultValue: '0',
      },
    });
    this.alarms = [
      countAlarm(this, 'transfer-errors', {
        naming,
        topicArn,
        purpose: 'transfer-errors',
        description: `DataSync logged failures. Read ${props.transferLogGroupName}; files named there are not in the archive, or differ from it.`,
        namespace: metricNamespace(naming),
        metricName: TRANSFER_ERRORS_METRIC,
      }),
      countAlarm(this, 'undelivered-events', {
        naming,
        topicArn,
        purpose: 'undelivered-events',
        description: `EventBridge could not hand events of rule ${props.ruleName} to the function that tells of them: check the function's policy.`,
        namespace: 'AWS/Events',
        metricName: 'FailedInvocations',
        dimensions: { RuleName: props.ruleName },
      }),
      countAlarm(this, 'undelivered-mails', {
        naming,
        topicArn,
        purpose: 'undelivered-mails',
        description: `SNS could not deliver messages of ${props.topicName}: check its subscriptions.`,
        namespace: 'AWS/SNS',
        metricName: 'NumberOfNotificationsFailed',
        dimensions: { TopicName: props.topicName },
      }),
      countAlarm(this, 'failed-backup-jobs', {
        naming,
        topicArn,
        purpose: 'failed-backup-jobs',
        description: 'AWS Backup jobs failed. List them: aws backup list-backup-jobs --by-state FAILED',
        namespace: 'AWS/Backup',
        metricName: 'NumberOfBackupJobsFailed',
        periodSeconds: 3600,
      }),
    ];
  }
}
