import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { AlertTopic } from '../notification/alert-topic';
import { messageTemplate } from '../notification/message-template';

export interface BackupFailureRuleProps {
  readonly naming: NamingScope;
  readonly vaultName: string;
  readonly topic: AlertTopic;
}

/**
 * Tells the topic of backup jobs of a vault that failed. A vault's own notifications cannot: `BACKUP_JOB_FAILED` and
 * `BACKUP_JOB_EXPIRED` are taken, and never sent, and `BACKUP_JOB_COMPLETED` comes for each job, good or bad
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultNotifications.html).
 * Events: https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export class BackupFailureRule extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, { naming, vaultName, topic }: BackupFailureRuleProps) {
    super(scope, id);
    this.rule = new CloudwatchEventRule(this, 'rule', {
      name: resourceName(naming, 'backup-job-failed', 64),
      description: 'Backup jobs of AWS Backup that failed, expired or were aborted',
      eventPattern: JSON.stringify({
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change'],
        detail: { backupVaultName: [vaultName], state: ['FAILED', 'EXPIRED', 'ABORTED'] },
      }),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: this.rule.name,
      targetId: 'alert-topic',
      arn: topic.topic.arn,
      inputTransformer: {
        inputPaths: {
          state: '$.detail.state',
          job: '$.detail.backupJobId',
          resource: '$.detail.resourceArn',
          reason: '$.detail.statusMessage',
          time: '$.time',
          region: '$.region',
        },
        inputTemplate: messageTemplate([
          `AWS Backup job <state> in environment ${naming.environment}`,
          'Resource: <resource>',
          'Reason: <reason>',
          'Time: <time>',
          'Details: aws backup describe-backup-job --region <region> --backup-job-id <job>',
        ]),
      },
      dependsOn: [topic.policy],
    });
  }
}
