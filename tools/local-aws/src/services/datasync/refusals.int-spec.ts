import {
  CreateLocationEfsCommand,
  CreateLocationS3Command,
  CreateTaskCommand,
  DeleteLocationCommand,
  DeleteTaskCommand,
  DescribeLocationEfsCommand,
  DescribeTaskCommand,
} from '@aws-sdk/client-datasync';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import type { Fixture } from './int-fixture';
import { makeFixture, makeRole, makeTask } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
const ACCOUNT = 'arn:aws:datasync:us-east-1:123456789012';
let harness: IntHarness;
let fixture: Fixture;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
  fixture = await makeFixture(harness, { subdirectory: '/nightly' });
});
afterAll(() => harness.stop());

const send = (command: unknown): Promise<object> => fixture.datasync.send(command as never);
const efs = (more: object = {}) =>
  new CreateLocationEfsCommand({
    EfsFilesystemArn: fixture.fileSystemArn,
    Ec2Config: fixture.ec2Config,
    ...more,
  });
const s3 = (more: object = {}) =>
  new CreateLocationS3Command({
    S3BucketArn: `arn:aws:s3:::${fixture.bucket}`,
    S3Config: { BucketAccessRoleArn: fixture.roleArn },
    ...more,
  });
const task = (more: object = {}) =>
  new CreateTaskCommand({
    SourceLocationArn: fixture.efsLocation,
    DestinationLocationArn: fixture.s3Location,
    ...more,
  });

describe('DataSync refuses', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'a file system that does not exist',
      () => efs({ EfsFilesystemArn: fixture.fileSystemArn.replace(/fs-\w+$/, 'fs-0123') }),
      /fs-0123 does not exist/,
    ],
    ['no network', () => efs({ Ec2Config: undefined }), /ec2Config/],
    [
      'six security groups',
      () => efs({ Ec2Config: { ...fixture.ec2Config, SecurityGroupArns: Array<string>(6).fill('x') } }),
      /1 to 5 security groups, but has 6/,
    ],
    [
      'a subnet that does not exist',
      () =>
        efs({
          Ec2Config: {
            ...fixture.ec2Config,
            SubnetArn: 'arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0123',
          },
        }),
      /subnet-0123 does not exist/,
    ],
    [
      'an access point without TLS',
      () =>
        efs({ AccessPointArn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123' }),
      /need InTransitEncryption TLS1_2/,
    ],
    [
      'an access point that does not exist',
      () =>
        efs({
          AccessPointArn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123',
          InTransitEncryption: 'TLS1_2',
        }),
      /does not belong/,
    ],
    [
      'a bucket that does not exist',
      () => s3({ S3BucketArn: 'arn:aws:s3:::no-such-bucket' }),
      /access test failed: .*no-such-bucket/,
    ],
    [
      'a bucket name that is none',
      () => s3({ S3BucketArn: 'arn:aws:s3:::Bad_Name' }),
      /s3BucketArn.*pattern/,
    ],
    [
      'a role that does not exist',
      () => s3({ S3Config: { BucketAccessRoleArn: 'arn:aws:iam::123456789012:role/none' } }),
      /Unable to assume role/,
    ],
    ['an unknown storage class', () => s3({ S3StorageClass: 'TAPE' }), /enum value set: \[STANDARD,/],
    ['a prefix with a double slash', () => s3({ Subdirectory: '/a//b' }), /Invalid subdirectory/],
    ['a prefix that climbs', () => s3({ Subdirectory: '/a/../b' }), /Invalid subdirectory/],
    [
      'a task from a location that does not exist',
      () => task({ SourceLocationArn: `${ACCOUNT}:location/loc-00000000000000000` }),
      /not found/,
    ],
    [
      'a task onto its own source',
      () => task({ DestinationLocationArn: fixture.efsLocation }),
      /must not be the same/,
    ],
    ['Enhanced mode with EFS', () => task({ TaskMode: 'ENHANCED' }), /ENHANCED does not support Amazon EFS/],
    [
      'a schedule that is none',
      () => task({ Schedule: { ScheduleExpression: 'every day' } }),
      /Invalid ScheduleExpression/,
    ],
    [
      'a log group that is none',
      () => task({ CloudWatchLogGroupArn: 'arn:aws:logs:x' }),
      /cloudWatchLogGroupArn/,
    ],
    [
      'a manifest',
      () => task({ ManifestConfig: { Action: 'TRANSFER' } }),
      /not supported by the local DataSync/,
    ],
    ['a malformed ARN', () => new DescribeTaskCommand({ TaskArn: 'task-1' }), /taskArn.*pattern/],
    [
      'a task that does not exist',
      () => new DescribeTaskCommand({ TaskArn: `${ACCOUNT}:task/task-00000000000000000` }),
      /not found/,
    ],
    [
      'to describe a bucket as a file system',
      () => new DescribeLocationEfsCommand({ LocationArn: fixture.s3Location }),
      /is not an EFS location/,
    ],
  ])('%s', async (_name, command, message) => {
    await expect(send(command())).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(message) as string,
    });
  });

  it('a role that DataSync may not assume', async () => {
    await makeRole(harness, 'for-ec2', 'ec2.amazonaws.com');
    const roleArn = 'arn:aws:iam::123456789012:role/for-ec2';
    await expect(send(s3({ S3Config: { BucketAccessRoleArn: roleArn } }))).rejects.toThrow(
      'Unable to assume role',
    );
  });

  it('to delete a location that a task uses', async () => {
    const TaskArn = await makeTask(fixture);
    await expect(send(new DeleteLocationCommand({ LocationArn: fixture.s3Location }))).rejects.toThrow(
      /is in use by task/,
    );
    await send(new DeleteTaskCommand({ TaskArn }));
  });
});
