import { metricNamespace, type NamingScope, NOTIFIED_TAG } from '@strata/naming';
import { onlyKeys } from '../iam/conditions';
import type { PolicyStatement } from '../iam/policy';

/** What the function that watches the transfer works with. */
export interface TransferWatchNeeds {
  readonly taskArn: string;
  readonly topicArn: string;
  /** Of the transfer's log group, without `:*`. */
  readonly logGroupArn: string;
  /** The key that encrypts the topic. */
  readonly keyArn: string;
  /** The bus that takes the record of an event that it failed with. */
  readonly busArn: string;
}

/**
 * What the function that watches the transfer may do: read one task, its executions and their log, mark those that it has told of,
 * publish to one topic and its own metrics.
 * Actions and resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatasync.html
 */
export function transferWatchAccess(naming: NamingScope, needs: TransferWatchNeeds): PolicyStatement[] {
  const executions = `${needs.taskArn}/execution/*`;
  return [
    { Sid: 'ReadTask', Effect: 'Allow', Action: 'datasync:DescribeTask', Resource: needs.taskArn },
    {
      Sid: 'ReadExecutions',
      Effect: 'Allow',
      Action: ['datasync:DescribeTaskExecution', 'datasync:ListTagsForResource'],
      Resource: executions,
    },
    {
      // It knows no resource-level permissions.
      Sid: 'ListExecutions',
      Effect: 'Allow',
      Action: 'datasync:ListTaskExecutions',
      Resource: '*',
    },
    {
      Sid: 'MarkExecutions',
      Effect: 'Allow',
      Action: 'datasync:TagResource',
      Resource: executions,
      Condition: onlyKeys([NOTIFIED_TAG]),
    },
    {
      Sid: 'ReadTransferLog',
      Effect: 'Allow',
      Action: 'logs:FilterLogEvents',
      Resource: `${needs.logGroupArn}:*`,
    },
    { Sid: 'PublishMails', Effect: 'Allow', Action: 'sns:Publish', Resource: needs.topicArn },
    {
      // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
      Sid: 'EncryptMails',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: needs.keyArn,
      Condition: { StringEquals: { 'kms:ViaService': `sns.${naming.region}.amazonaws.com` } },
    },
    {
      Sid: 'PublishOwnMetrics',
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': metricNamespace(naming) } },
    },
    { Sid: 'TellOfOwnFailure', Effect: 'Allow', Action: 'events:PutEvents', Resource: needs.busArn },
  ];
}
