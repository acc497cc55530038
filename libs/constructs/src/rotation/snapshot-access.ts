import { metricNamespace, type NamingScope, regionalArn, SNAPSHOT_POLICY_TAG } from '@strata/naming';
import type { PolicyStatement } from '../iam/policy';
import { type CopyDestination, copyStatements } from './copy-access';
import { instanceStatements, runTagStatements, standbyStatements } from './instance-access';
import { namesKeys, onlyKeys } from '../iam/conditions';
import { anySnapshot, deletion, LEASES, requestedOurs, taggedOurs } from './ours';
import { quiesceStatements } from './quiesce-access';

/** What the snapshot policies of an environment ask for beyond making and removing snapshots. */
export interface SnapshotNeeds {
  /** The key that encrypts the environment's volumes. */
  readonly keyArn: string;
  /** Where snapshots are copied to. @default - nowhere */
  readonly copies?: readonly CopyDestination[];
  /** Names of the SSM documents that freeze and thaw. @default - none */
  readonly quiesceDocuments?: readonly string[];
  /** Whether instances are put in Standby of their Auto Scaling group. @default false */
  readonly standby?: boolean;
}

/**
 * What the snapshot rotation needs, as a function and on the command host: exactly the calls it makes, on this
 * environment's instances and volumes, and removal of nothing but snapshots that one of its policies made.
 * Condition keys: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function snapshotAccess(naming: NamingScope, needs: SnapshotNeeds): PolicyStatement[] {
  return [
    {
      Sid: 'ReadInventory',
      Effect: 'Allow',
      Action: [
        'ec2:DescribeInstances',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeVolumes',
        'ec2:DescribeSnapshots',
        'ec2:DescribeImages',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeAutoScalingGroups',
      ],
      // Describe actions know no resource-level permissions.
      Resource: '*',
    },
    ...snapshotStatements(naming),
    ...instanceStatements(naming, needs.keyArn),
    ...standbyStatements(naming, needs.standby ?? false),
    ...runTagStatements(naming),
    {
      Sid: 'PublishOwnMetrics',
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': metricNamespace(naming) } },
    },
    ...copyStatements(naming, needs.keyArn, needs.copies ?? []),
    ...quiesceStatements(naming, needs.quiesceDocuments ?? []),
  ];
}

function snapshotStatements(naming: NamingScope): PolicyStatement[] {
  const create = ['ec2:CreateSnapshot', 'ec2:CreateSnapshots'];
  return [
    {
      Sid: 'SnapshotOurs',
      Effect: 'Allow',
      Action: create,
      Resource: [regionalArn(naming, 'ec2', 'volume/*'), regionalArn(naming, 'ec2', 'instance/*')],
      Condition: { StringEquals: taggedOurs(naming) },
    },
    {
      Sid: 'MakeTaggedSnapshots',
      Effect: 'Allow',
      Action: create,
      Resource: anySnapshot(naming),
      Condition: { StringEquals: requestedOurs(naming) },
    },
    {
      Sid: 'TagAtCreation',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: anySnapshot(naming),
      Condition: { StringEquals: { 'ec2:CreateAction': ['CreateSnapshot', 'CreateSnapshots'] } },
    },
    {
      // CreateSnapshots gives all snapshots of a set the same tags: what is of one volume is told to each afterwards. But
      // not the marks by which snapshots are ours: no snapshot becomes one that may be removed.
      Sid: 'TellSnapshotsTheirVolume',
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: anySnapshot(naming),
      Condition: {
        StringEquals: taggedOurs(naming),
        'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['Project', 'Environment', SNAPSHOT_POLICY_TAG] },
        ...namesKeys,
      },
    },
    {
      // EC2 copies the tags of a volume with the leases on it.
      Sid: 'FreeSnapshotsOfLeases',
      Effect: 'Allow',
      Action: 'ec2:DeleteTags',
      Resource: anySnapshot(naming),
      Condition: { StringEquals: taggedOurs(naming), ...onlyKeys([LEASES]) },
    },
    deletion(naming, naming.region, 'DeleteOurs'),
  ];
}
