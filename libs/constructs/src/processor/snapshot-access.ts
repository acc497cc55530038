import { type NamingScope, PROJECT, regionalArn } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';

/**
 * What the snapshot rotation needs: stop, snapshot and start this environment's instances, and delete only snapshots
 * that this environment made. Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function snapshotAccess(naming: NamingScope): PolicyStatement[] {
  const ours = {
    StringEquals: { 'aws:ResourceTag/Project': PROJECT, 'aws:ResourceTag/Environment': naming.environment },
  };
  // Snapshots have no account in their ARN.
  const snapshots = regionalArn({ ...naming, account: '' }, 'ec2', 'snapshot/*');
  return [
    {
      Sid: 'ReadInventory',
      Effect: 'Allow',
      Action: ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:DescribeSnapshots', 'ec2:DescribeTags'],
      // Describe actions know no resource-level permissions.
      Resource: '*',
    },
    {
      Sid: 'StopAndStartOurs',
      Effect: 'Allow',
      Action: ['ec2:StopInstances', 'ec2:StartInstances'],
      Resource: regionalArn(naming, 'ec2', 'instance/*'),
      Condition: ours,
    },
    {
      Sid: 'SnapshotOurs',
      Effect: 'Allow',
      Action: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
      Resource: [regionalArn(naming, 'ec2', 'volume/*'), regionalArn(naming, 'ec2', 'instance/*')],
      Condition: ours,
    },
    {
      Sid: 'MakeTaggedSnapshots',
      Effect: 'Allow',
      Action: ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'],
      Resource: snapshots,
      Condition: {
        StringEquals: { 'aws:RequestTag/Project': PROJECT, 'aws:RequestTag/Environment': naming.environment },
      },
    },
    {
      Sid: 'TagAtCreation',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: snapshots,
      Condition: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'CreateSnapshots'] } },
    },
    {
      Sid: 'DeleteOurs',
      Effect: 'Allow',
      Action: 'ec2:DeleteSnapshot',
      Resource: snapshots,
      Condition: ours,
    },
  ];
}
