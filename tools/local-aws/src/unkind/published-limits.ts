import type { BucketLimit } from './setting';

const limit = (capacity: number, refillPerSecond: number): BucketLimit => ({ capacity, refillPerSecond });

/** All EC2 actions that are not named below, by what they do. */
export const EC2_READ = limit(100, 20);
export const EC2_WRITE = limit(50, 5);

/** The reads that have a smaller bucket when a call neither filters nor paginates. */
export const EC2_UNFILTERED = limit(50, 10);
export const EC2_UNFILTERED_ACTIONS: ReadonlySet<string> = new Set([
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSnapshots',
  'DescribeSpotInstanceRequests',
  'DescribeVolumes',
]);

/** Instances, not calls: each one that a call touches draws a token from here as well. */
export const EC2_RESOURCES: Readonly<Record<string, BucketLimit>> = {
  RunInstances: limit(1000, 2),
  StartInstances: limit(1000, 2),
  StopInstances: limit(1000, 20),
  TerminateInstances: limit(1000, 20),
};

/**
 * Buckets by API, per account and Region. EC2: those actions with a bucket of their own that this platform or its
 * Terraform calls (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html). EBS direct APIs: requests
 * per second (https://docs.aws.amazon.com/general/latest/gr/ebs-service.html). S3's limits, 3,500 writes and 5,500 reads
 * per second and prefix, are out of this machine's reach; other services publish no buckets that are used here.
 *
 * Kept apart from the client's own table on purpose: a wrong number there shows as a throttled call here.
 */
export const PUBLISHED_LIMITS: Readonly<Record<string, BucketLimit>> = {
  'ec2:AssignPrivateIpAddresses': limit(100, 5),
  'ec2:AssociateIamInstanceProfile': limit(100, 5),
  'ec2:CopyImage': limit(100, 1),
  'ec2:CreateLaunchTemplateVersion': limit(100, 5),
  'ec2:CreateNatGateway': limit(10, 1),
  'ec2:CreateNetworkInterface': limit(100, 5),
  'ec2:CreateSnapshot': limit(100, 5),
  'ec2:CreateSnapshots': limit(100, 5),
  'ec2:CreateTags': limit(100, 10),
  'ec2:CreateVolume': limit(100, 5),
  'ec2:CreateVpcEndpoint': limit(4, 0.3),
  'ec2:DeleteNatGateway': limit(10, 1),
  'ec2:DeleteNetworkInterface': limit(100, 5),
  'ec2:DeleteSnapshot': limit(100, 5),
  'ec2:DeleteTags': limit(100, 10),
  'ec2:DeleteVolume': limit(100, 5),
  'ec2:DeleteVpcEndpoints': limit(4, 0.3),
  'ec2:DeregisterImage': limit(100, 5),
  'ec2:DisassociateIamInstanceProfile': limit(100, 5),
  'ec2:ModifyImageAttribute': limit(100, 5),
  'ec2:ModifyInstanceMetadataOptions': limit(100, 5),
  'ec2:ModifyLaunchTemplate': limit(100, 5),
  'ec2:ModifyNetworkInterfaceAttribute': limit(100, 5),
  'ec2:ModifySnapshotAttribute': limit(100, 5),
  'ec2:ModifyVpcEndpoint': limit(4, 0.3),
  'ec2:RunInstances': limit(5, 2),
  'ec2:StartInstances': limit(5, 2),
  'ec2:TerminateInstances': limit(100, 5),
  'ebs:CompleteSnapshot': limit(10, 10),
  'ebs:GetSnapshotBlock': limit(1000, 1000),
  'ebs:ListChangedBlocks': limit(50, 50),
  'ebs:ListSnapshotBlocks': limit(50, 50),
  'ebs:PutSnapshotBlock': limit(1000, 1000),
  'ebs:StartSnapshot': limit(10, 10),
};
