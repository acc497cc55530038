import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { BackupClient, ListBackupPlansCommand, ListBackupVaultsCommand } from '@aws-sdk/client-backup';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DataSyncClient, ListLocationsCommand, ListTasksCommand } from '@aws-sdk/client-datasync';
import {
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { type AwsTarget, clientOptions, s3ClientOptions } from '@strata/aws';

/**
 * What is left of the platform in an account, by kind: asked of AWS itself, not of Terraform's states. Snapshots are
 * meant to outlive it.
 */
export async function leftovers(target: AwsTarget, stateBucket: string): Promise<Record<string, number>> {
  const options = clientOptions(target);
  const ec2 = new EC2Client(options);
  const dataSync = new DataSyncClient(options);
  const backup = new BackupClient(options);
  const instances = await ec2.send(new DescribeInstancesCommand({}));
  const running = instances.Reservations?.flatMap(({ Instances }) => Instances ?? []).filter(
    ({ State }) => State?.Name !== 'terminated',
  );
  const vpcs = (await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.filter(({ IsDefault }) => !IsDefault);
  const gateways = (await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways;
  const buckets = (await new S3Client(s3ClientOptions(target)).send(new ListBucketsCommand({}))).Buckets;
  const groups = await new AutoScalingClient(options).send(new DescribeAutoScalingGroupsCommand({}));
  const vaults = (await backup.send(new ListBackupVaultsCommand({}))).BackupVaultList;
  return {
    instances: running?.length ?? 0,
    volumes: (await ec2.send(new DescribeVolumesCommand({}))).Volumes?.length ?? 0,
    vpcs: vpcs?.length ?? 0,
    natGateways: gateways?.filter(({ State }) => State !== 'deleted').length ?? 0,
    autoScalingGroups: groups.AutoScalingGroups?.length ?? 0,
    fileSystems:
      (await new EFSClient(options).send(new DescribeFileSystemsCommand({}))).FileSystems?.length ?? 0,
    buckets: buckets?.filter(({ Name }) => Name !== stateBucket).length ?? 0,
    tasks: (await dataSync.send(new ListTasksCommand({}))).Tasks?.length ?? 0,
    locations: (await dataSync.send(new ListLocationsCommand({}))).Locations?.length ?? 0,
    topics: (await new SNSClient(options).send(new ListTopicsCommand({}))).Topics?.length ?? 0,
    rules: (await new EventBridgeClient(options).send(new ListRulesCommand({}))).Rules?.length ?? 0,
    functions: (await new LambdaClient(options).send(new ListFunctionsCommand({}))).Functions?.length ?? 0,
    schedules: (await new SchedulerClient(options).send(new ListSchedulesCommand({}))).Schedules?.length ?? 0,
    logGroups:
      (await new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({}))).logGroups?.length ?? 0,
    vaults: vaults?.filter(({ BackupVaultName }) => BackupVaultName?.startsWith('strata')).length ?? 0,
    plans: (await backup.send(new ListBackupPlansCommand({}))).BackupPlansList?.length ?? 0,
  };
}
