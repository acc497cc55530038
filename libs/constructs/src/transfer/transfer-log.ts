import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogResourcePolicy } from '@cdktf/provider-aws/lib/cloudwatch-log-resource-policy';
import { logGroupName, type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/policy';

export interface TransferLogProps {
  readonly naming: NamingScope;
  readonly keyArn: string;
  /** One of the retention periods that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/** The log group that DataSync writes a line to for each file it transfers, and the permission to do so. */
export class TransferLog extends Construct {
  readonly group: CloudwatchLogGroup;
  readonly permission: CloudwatchLogResourcePolicy;

  constructor(scope: Construct, id: string, props: TransferLogProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, 'group', {
      name: logGroupName(props.naming, 'datasync'),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.keyArn,
    });
    this.permission = new CloudwatchLogResourcePolicy(this, 'permission', {
      policyName: resourceName(props.naming, 'datasync-logs'),
      // https://docs.aws.amazon.com/datasync/latest/userguide/configure-logging.html
      policyDocument: policyDocument([
        {
          Sid: 'DataSyncWrites',
          Effect: 'Allow',
          Principal: { Service: 'datasync.amazonaws.com' },
          Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
          Resource: `${this.group.arn}:*`,
          Condition: {
            ArnLike: { 'aws:SourceArn': regionalArn(props.naming, 'datasync', 'task/*') },
            StringEquals: { 'aws:SourceAccount': props.naming.account },
          },
        },
      ]),
    });
  }
}
