import {
  CreateLocationEfsCommand,
  CreateLocationS3Command,
  CreateTaskCommand,
  DataSyncClient,
  DescribeTaskExecutionCommand,
  type DescribeTaskExecutionCommandOutput,
  StartTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { clientOptions, s3ClientOptions } from '@strata/aws';
import { ensureEfsDirectory, LOCAL_ACCOUNT } from '@strata/local-aws-tool';
import { setTimeout as delay } from 'node:timers/promises';

/** Any Region: nothing leaves this machine. */
export const REGION = 'us-east-1';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'datasync.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** A share in a local AWS, and a task that copies it into a bucket. */
export interface Transfer {
  /** The directory that stands for the share. */
  readonly share: string;
  /** Runs the task to its end. @throws Error when that is not SUCCESS */
  run(): Promise<DescribeTaskExecutionCommandOutput>;
  close(): void;
}

/** Makes one with a file system, a bucket and a role of its own. */
export async function makeTransfer(endpoint: string, dataDir: string, name: string): Promise<Transfer> {
  const options = clientOptions({ region: REGION, endpoint });
  const datasync = new DataSyncClient(options);
  const { share, location } = await makeShare(datasync, options, dataDir, name);
  await makeBucket(endpoint, name);
  const iam = new IAMClient(options);
  const trust = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(TRUST) };
  const { Role } = await iam.send(new CreateRoleCommand(trust));
  iam.destroy();
  const archive = await datasync.send(
    new CreateLocationS3Command({
      S3BucketArn: `arn:aws:s3:::${name}`,
      S3Config: { BucketAccessRoleArn: Role?.Arn ?? '' },
    }),
  );
  const { TaskArn } = await datasync.send(
    new CreateTaskCommand({
      SourceLocationArn: location,
      DestinationLocationArn: archive.LocationArn,
      Options: { VerifyMode: 'ONLY_FILES_TRANSFERRED' },
    }),
  );
  return {
    share,
    async run() {
      const { TaskExecutionArn } = await datasync.send(new StartTaskExecutionCommand({ TaskArn }));
      for (;;) {
        const execution = await datasync.send(new DescribeTaskExecutionCommand({ TaskExecutionArn }));
        if (execution.Status === 'SUCCESS') return execution;
        if (execution.Status === 'ERROR') throw new Error(JSON.stringify(execution.Result));
        await delay(50);
      }
    },
    close: () => datasync.destroy(),
  };
}

/** An empty bucket, without versions. */
export async function makeBucket(endpoint: string, Bucket: string): Promise<void> {
  const s3 = new S3Client(s3ClientOptions({ region: REGION, endpoint }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  s3.destroy();
}

async function makeShare(
  datasync: DataSyncClient,
  options: ReturnType<typeof clientOptions>,
  dataDir: string,
  name: string,
): Promise<{ share: string; location: string | undefined }> {
  const efs = new EFSClient(options);
  const ec2 = new EC2Client(options);
  const { FileSystemId = '', FileSystemArn } = await efs.send(
    new CreateFileSystemCommand({ CreationToken: name }),
  );
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups: [group] = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [subnet?.VpcId ?? ''] }] }),
  );
  await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId: subnet?.SubnetId }));
  const arn = (resource: string): string => `arn:aws:ec2:${REGION}:${LOCAL_ACCOUNT}:${resource}`;
  const { LocationArn } = await datasync.send(
    new CreateLocationEfsCommand({
      EfsFilesystemArn: FileSystemArn,
      Ec2Config: {
        SubnetArn: arn(`subnet/${subnet?.SubnetId}`),
        SecurityGroupArns: [arn(`security-group/${group?.GroupId}`)],
      },
    }),
  );
  efs.destroy();
  ec2.destroy();
  return { share: await ensureEfsDirectory(dataDir, FileSystemId), location: LocationArn };
}
