import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { logGroupName, type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';

export interface NetworkFlowLogProps {
  readonly naming: NamingScope;
  readonly vpcId: string;
  readonly keyArn: string;
  /** One of the retention periods that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/** Accepted and refused connections of the VPC, in an encrypted log group. */
export class NetworkFlowLog extends Construct {
  constructor(scope: Construct, id: string, props: NetworkFlowLogProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, 'log-group', {
      name: logGroupName(props.naming, 'vpc-flow'),
      retentionInDays: props.retentionDays,
      kmsKeyId: props.keyArn,
    });
    const writer = new ServiceRole(this, 'writer', {
      naming: props.naming,
      purpose: 'flow-log-writer',
      service: 'vpc-flow-logs.amazonaws.com',
      sourceAccount: props.naming.account,
      statements: [
        {
          // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
          Effect: 'Allow',
          Action: [
            'logs:CreateLogStream',
            'logs:PutLogEvents',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
          ],
          Resource: [group.arn, `${group.arn}:*`],
        },
      ],
    });
    new FlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: writer.role.arn,
      maxAggregationInterval: 60,
      tags: { Name: resourceName(props.naming, 'vpc-flow', 255) },
    });
  }
}
