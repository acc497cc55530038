import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CreateTaskRequest, DescribeTaskExecutionCommandOutput } from '@aws-sdk/client-datasync';
import {
  CreateLocationEfsCommand,
  CreateLocationS3Command,
  CreateTaskCommand,
  DataSyncClient,
  DescribeTaskExecutionCommand,
  StartTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { efsDirectory } from '../../efs-directory';
import type { IntHarness } from '../int-harness';

/** The surroundings of a DataSync test: a file system with a mount target, a versioned bucket, a role. */
export interface Fixture {
  readonly datasync: DataSyncClient;
  readonly s3: S3Client;
  readonly bucket: string;
  /** The directory that stands for the file system. */
  readonly root: string;
  readonly fileSystemArn: string;
  readonly ec2Config: { readonly SubnetArn: string; readonly SecurityGroupArns: string[] };
  readonly roleArn: string;
  readonly efsLocation: string;
  readonly s3Location: string;
}

let made = 0;

/** Makes a {@link Fixture} with names of its own. */
export async function makeFixture(
  harness: IntHarness,
  s3Options: { readonly subdirectory?: string; readonly storageClass?: 'DEEP_ARCHIVE' } = {},
): Promise<Fixture> {
  const number = (made += 1);
  const account = '123456789012';
  const bucket = `archive-${process.pid}-${number}`;
  const datasync = new DataSyncClient(harness.client);
  const s3 = new S3Client({ ...harness.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const roleArn = `arn:aws:iam::${account}:role/transfer-${number}`;
  await makeRole(harness, `transfer-${number}`);

  const efs = new EFSClient(harness.client);
  const { FileSystemId = '', FileSystemArn = '' } = await efs.send(
    new CreateFileSystemCommand({ CreationToken: `share-${number}` }),
  );
  const { Subnets = [] } = await new EC2Client(harness.client).send(new DescribeSubnetsCommand({}));
  const subnet = Subnets[0]?.SubnetId ?? '';
  const { SecurityGroups = [] } = await securityGroups(harness, Subnets[0]?.VpcId ?? '');
  await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: subnet }));
  const ec2Config = {
    SubnetArn: `arn:aws:ec2:us-east-1:${account}:subnet/${subnet}`,
    SecurityGroupArns: [`arn:aws:ec2:us-east-1:${account}:security-group/${SecurityGroups[0]?.GroupId}`],
  };
  const root = efsDirectory(harness.dataDir, FileSystemId);
  await mkdir(root, { recursive: true });
  const source = await datasync.send(
    new CreateLocationEfsCommand({ EfsFilesystemArn: FileSystemArn, Ec2Config: ec2Config }),
  );
  const destination = await datasync.send(
    new CreateLocationS3Command({
      S3BucketArn: `arn:aws:s3:::${bucket}`,
      S3Config: { BucketAccessRoleArn: roleArn },
      Subdirectory: s3Options.subdirectory,
      S3StorageClass: s3Options.storageClass,
    }),
  );
  return {
    datasync,
    s3,
    bucket,
    root,
    fileSystemArn: FileSystemArn,
    ec2Config,
    roleArn,
    efsLocation: source.LocationArn ?? '',
    s3Location: destination.LocationArn ?? '',
  };
}

async function securityGroups(harness: IntHarness, vpc: string) {
  return new EC2Client(harness.client).send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }),
  );
}

/** A role that DataSync may assume. */
export async function makeRole(
  harness: IntHarness,
  RoleName: string,
  service = 'datasync.amazonaws.com',
): Promise<void> {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  const iam = new IAMClient(harness.client);
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(policy) }));
  iam.destroy();
}

/** CreateTask from the file system to the bucket. */
export async function makeTask(fixture: Fixture, more: Partial<CreateTaskRequest> = {}): Promise<string> {
  const { TaskArn = '' } = await fixture.datasync.send(
    new CreateTaskCommand({
      SourceLocationArn: fixture.efsLocation,
      DestinationLocationArn: fixture.s3Location,
      ...more,
      Options: { VerifyMode: 'ONLY_FILES_TRANSFERRED', ...more.Options },
    }),
  );
  return TaskArn;
}

/** The same, with a log group of its own and LogLevel BASIC. */
export async function makeLoggedTask(
  harness: IntHarness,
  fixture: Fixture,
  more: Partial<CreateTaskRequest> = {},
): Promise<string> {
  const logGroupName = `/logged/${fixture.bucket}`;
  const logs = new CloudWatchLogsClient(harness.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  logs.destroy();
  return makeTask(fixture, {
    CloudWatchLogGroupArn: `arn:aws:logs:us-east-1:123456789012:log-group:${logGroupName}:*`,
    ...more,
    Options: { LogLevel: 'BASIC', ...more.Options },
  });
}

/** What an execution of a {@link makeLoggedTask} has logged. */
export async function logOf(
  harness: IntHarness,
  fixture: Fixture,
  { TaskExecutionArn = '' }: DescribeTaskExecutionCommandOutput,
): Promise<string[]> {
  const [, task, , execution] = TaskExecutionArn.split('/');
  const logs = new CloudWatchLogsClient(harness.client);
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({
      logGroupName: `/logged/${fixture.bucket}`,
      logStreamName: `${task}-${execution}`,
    }),
  );
  logs.destroy();
  return events.map(({ message = '' }) => message);
}

/** What of that tells of items that failed. */
export async function failuresOf(
  harness: IntHarness,
  fixture: Fixture,
  execution: DescribeTaskExecutionCommandOutput,
): Promise<string[]> {
  const lines = await logOf(harness, fixture, execution);
  return lines.filter((line) => line.startsWith('[ERROR] Failed to '));
}

/** Starts a task and waits for the end of the execution. */
export async function runTask(
  fixture: Fixture,
  TaskArn: string,
): Promise<DescribeTaskExecutionCommandOutput> {
  const { TaskExecutionArn = '' } = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
  return finished(fixture, TaskExecutionArn);
}

/** Waits for an execution's end, noting each state that was seen. */
export async function finished(
  fixture: Fixture,
  TaskExecutionArn: string,
  seen: string[] = [],
): Promise<DescribeTaskExecutionCommandOutput> {
  for (;;) {
    const execution = await fixture.datasync.send(new DescribeTaskExecutionCommand({ TaskExecutionArn }));
    const status = execution.Status ?? '';
    if (seen.at(-1) !== status) seen.push(status);
    if (status === 'SUCCESS' || status === 'ERROR') return execution;
    await delay(10);
  }
}

/** Content and metadata of an object. */
export async function objectOf(fixture: Fixture, Key: string) {
  const { Body, Metadata, StorageClass } = await fixture.s3.send(
    new GetObjectCommand({ Bucket: fixture.bucket, Key }),
  );
  return { content: Buffer.from((await Body?.transformToByteArray()) ?? []), Metadata, StorageClass };
}

/** Every version in the bucket, as `key` or `key (deleted)`, sorted. */
export async function versionsOf(fixture: Fixture): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await fixture.s3.send(
    new ListObjectVersionsCommand({ Bucket: fixture.bucket }),
  );
  return [
    ...Versions.map(({ Key }) => `${Key}`),
    ...DeleteMarkers.map(({ Key }) => `${Key} (deleted)`),
  ].sort();
}
