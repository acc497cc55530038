import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateLocationEfsCommand,
  CreateLocationS3Command,
  CreateTaskCommand,
  type CreateTaskRequest,
  DeleteTaskCommand,
} from '@aws-sdk/client-datasync';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { ensureEfsDirectory, LOCAL_ACCOUNT, startLocalAws } from '@strata/local-aws-tool';
import { type Connections, openConnections } from '../gateway/connections';

/** A local AWS with a share, an archive and a task between them, for integration tests. */
export interface LiveTransfer {
  readonly endpoint: string;
  readonly connections: Connections;
  /** The directory that stands for the file system. */
  readonly share: string;
  readonly bucket: string;
  readonly taskArn: string;
  /** Makes one more task between the same two. */
  task(more?: Partial<CreateTaskRequest>): Promise<string>;
  deleteTask(arn: string): Promise<void>;
  stop(): Promise<void>;
}

const REGION = 'eu-central-1';
const BUCKET = 'archive-of-the-tests';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'datasync.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** Starts one on a free port, in a directory of its own. Objects go below `efs/`; `/.strata` is left out. */
export async function startLiveTransfer(): Promise<LiveTransfer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-datasync-'));
  const aws = await startLocalAws({ dataDir });
  const connections = openConnections({ region: REGION, endpoint: aws.endpoint });
  const { datasync, s3 } = connections;
  const arn = (service: string, resource: string): string =>
    `arn:aws:${service}:${REGION}:${LOCAL_ACCOUNT}:${resource}`;

  const makeShare = async () => {
    const efs = connections.client(EFSClient);
    const ec2 = connections.client(EC2Client);
    const { FileSystemId = '', FileSystemArn = '' } = await efs.send(
      new CreateFileSystemCommand({ CreationToken: 'share' }),
    );
    const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { SecurityGroups: [group] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [subnet?.VpcId ?? ''] }] }),
    );
    await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: subnet?.SubnetId ?? '' }));
    const { LocationArn } = await datasync.send(
      new CreateLocationEfsCommand({
        EfsFilesystemArn: FileSystemArn,
        Ec2Config: {
          SubnetArn: arn('ec2', `subnet/${subnet?.SubnetId}`),
          SecurityGroupArns: [arn('ec2', `security-group/${group?.GroupId}`)],
        },
      }),
    );
    return { location: LocationArn, share: await ensureEfsDirectory(dataDir, FileSystemId) };
  };
  const makeArchive = async () => {
    await s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const { Role } = await connections
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: 'transfer', AssumeRolePolicyDocument: JSON.stringify(TRUST) }));
    const { LocationArn } = await datasync.send(
      new CreateLocationS3Command({
        S3BucketArn: `arn:aws:s3:::${BUCKET}`,
        S3Config: { BucketAccessRoleArn: Role?.Arn ?? '' },
        Subdirectory: '/efs',
      }),
    );
    return LocationArn;
  };

  const [{ location: source, share }, destination] = await Promise.all([makeShare(), makeArchive()]);
  const task = async (more: Partial<CreateTaskRequest> = {}): Promise<string> => {
    const { TaskArn = '' } = await datasync.send(
      new CreateTaskCommand({
        SourceLocationArn: source,
        DestinationLocationArn: destination,
        Excludes: [{ FilterType: 'SIMPLE_PATTERN', Value: '/.strata' }],
        ...more,
        Options: { VerifyMode: 'ONLY_FILES_TRANSFERRED', ...more.Options },
      }),
    );
    return TaskArn;
  };
  return {
    endpoint: aws.endpoint,
    connections,
    share,
    bucket: BUCKET,
    taskArn: await task(),
    task,
    async deleteTask(taskArn) {
      await datasync.send(new DeleteTaskCommand({ TaskArn: taskArn }));
    },
    async stop() {
      connections.close();
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
