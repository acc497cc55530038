import { CreateLocationEfsCommand, CreateLocationS3Command } from '@aws-sdk/client-datasync';
import {
  CreateAccessPointCommand,
  DeleteMountTargetCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs';
import { DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { DeleteBucketCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import { put } from './int-files';
import type { Fixture } from './int-fixture';
import { failuresOf, logOf, makeFixture, makeLoggedTask, makeTask, runTask, versionsOf } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterAll(() => harness.stop());

/** Fails when the location cannot be opened: nothing was prepared. */
async function expectNoAccess(fixture: Fixture, task: string, code: string, why: RegExp): Promise<void> {
  const { Status, Result } = await runTask(fixture, task);
  expect({ Status, code: Result?.ErrorCode, prepared: Result?.PrepareStatus }).toEqual({
    Status: 'ERROR',
    code,
    prepared: 'PENDING',
  });
  expect(Result?.ErrorDetail).toMatch(/^Task failed to access location loc-[0-9a-f]{17}: /);
  expect(Result?.ErrorDetail).toMatch(why);
}

it('fails when the bucket is gone', async () => {
  const fixture = await makeFixture(harness);
  const task = await makeTask(fixture);
  await fixture.s3.send(new DeleteBucketCommand({ Bucket: fixture.bucket }));
  await expectNoAccess(fixture, task, 'FsS3HeadBucketFailed', /bucket archive-\S+ does not exist/);
});

it('fails when the role of the location was deleted', async () => {
  const fixture = await makeFixture(harness);
  const task = await makeTask(fixture);
  await new IAMClient(harness.client).send(
    new DeleteRoleCommand({ RoleName: fixture.roleArn.split('/').at(-1) }),
  );
  await expectNoAccess(fixture, task, 'SyncTaskErrorLocationNotAdded', /Unable to assume role/);
});

it('fails when the file system has no mount target any more', async () => {
  const fixture = await makeFixture(harness);
  const task = await makeTask(fixture);
  const efs = new EFSClient(harness.client);
  const FileSystemId = fixture.fileSystemArn.split('/').at(-1);
  const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }));
  for (const { MountTargetId } of MountTargets) {
    await efs.send(new DeleteMountTargetCommand({ MountTargetId }));
  }
  await expectNoAccess(
    fixture,
    task,
    'SyncTaskErrorLocationNotAdded',
    /Failed to connect to EFS mount target/,
  );
});

it('fails when the source directory is gone, and deletes nothing for it', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  const task = await makeTask(fixture, { Options: { PreserveDeletedFiles: 'REMOVE' } });
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
  await rename(fixture.root, `${fixture.root}-elsewhere`);
  await expectNoAccess(fixture, task, 'SyncTaskErrorLocationNotAdded', /No such file or directory$/);
  expect(await versionsOf(fixture)).toEqual(['a']);
  await rename(`${fixture.root}-elsewhere`, fixture.root);
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
});

it('fails when the subdirectory of the source is gone', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'data/a');
  const { LocationArn } = await fixture.datasync.send(
    new CreateLocationEfsCommand({
      EfsFilesystemArn: fixture.fileSystemArn,
      Ec2Config: fixture.ec2Config,
      Subdirectory: '/data',
    }),
  );
  const task = await makeTask(fixture, { SourceLocationArn: LocationArn });
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
  await rm(join(fixture.root, 'data'), { recursive: true });
  await expectNoAccess(fixture, task, 'SyncTaskErrorLocationNotAdded', /mounting fs-\w+:\/data\/ failed/);
});

it('fails each object while the key of the bucket cannot be used', async () => {
  const fixture = await makeFixture(harness);
  const kms = new KMSClient(harness.client);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId;
  await fixture.s3.send(
    new PutBucketEncryptionCommand({
      Bucket: fixture.bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KeyId } }],
      },
    }),
  );
  const task = await makeLoggedTask(harness, fixture);
  await put(fixture, 'before');
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });

  const refused = async (code: string) => {
    const failed = await runTask(fixture, task);
    expect(failed).toMatchObject({
      Status: 'ERROR',
      FilesTransferred: 0,
      Result: { ErrorCode: 'PartialTransfer' },
    });
    const line = expect.stringContaining(`S3 Exception: op=PutObject after, code=400, exception=${code}`);
    expect(await logOf(harness, fixture, failed)).toContainEqual(line);
    expect(await versionsOf(fixture)).toEqual(['before']);
  };
  await put(fixture, 'after');
  await kms.send(new DisableKeyCommand({ KeyId }));
  await refused('KMS.DisabledException');
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await refused('KMS.KMSInvalidStateException');
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
});

it('fails on what the user of the access point may not read, and copies the rest', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'secret');
  await put(fixture, 'public');
  await put(fixture, 'hidden/below');
  await mkdir(join(fixture.root, 'open'));
  await chmod(join(fixture.root, 'secret'), 0o000);
  await chmod(join(fixture.root, 'hidden'), 0o000);
  const { AccessPointArn } = await new EFSClient(harness.client).send(
    new CreateAccessPointCommand({
      FileSystemId: fixture.fileSystemArn.split('/').at(-1),
      PosixUser: { Uid: 1000, Gid: 1000 },
    }),
  );
  const { LocationArn } = await fixture.datasync.send(
    new CreateLocationEfsCommand({
      EfsFilesystemArn: fixture.fileSystemArn,
      Ec2Config: fixture.ec2Config,
      AccessPointArn,
      InTransitEncryption: 'TLS1_2',
    }),
  );
  const task = await makeLoggedTask(harness, fixture, { SourceLocationArn: LocationArn });
  const failed = await runTask(fixture, task);
  expect(failed).toMatchObject({
    Status: 'ERROR',
    FilesTransferred: 1,
    Result: { ErrorCode: 'PartialTransfer' },
  });
  expect((await failuresOf(harness, fixture, failed)).sort()).toEqual([
    expect.stringMatching(/^\[ERROR\] Failed to list \/hidden: /),
    expect.stringMatching(/^\[ERROR\] Failed to open source file \/secret: /),
  ]);
  expect(await versionsOf(fixture)).toEqual(['hidden/', 'open/', 'public']);
  await chmod(join(fixture.root, 'secret'), 0o644);
  await chmod(join(fixture.root, 'hidden'), 0o755);
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 2 });
});

it('refuses to open an S3 source whose bucket is gone alike', async () => {
  const fixture = await makeFixture(harness);
  const { LocationArn } = await fixture.datasync.send(
    new CreateLocationS3Command({
      S3BucketArn: `arn:aws:s3:::${fixture.bucket}`,
      S3Config: { BucketAccessRoleArn: fixture.roleArn },
      Subdirectory: '/part',
    }),
  );
  const task = await makeTask(fixture, {
    SourceLocationArn: LocationArn,
    DestinationLocationArn: fixture.efsLocation,
  });
  await fixture.s3.send(new DeleteBucketCommand({ Bucket: fixture.bucket }));
  await expectNoAccess(fixture, task, 'FsS3HeadBucketFailed', /does not exist/);
});
