import { CreateLocationEfsCommand, CreateTaskCommand } from '@aws-sdk/client-datasync';
import { CreateAccessPointCommand, EFSClient } from '@aws-sdk/client-efs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { chmod, lstat, mkdtemp, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import { put } from './int-files';
import {
  failuresOf,
  makeFixture,
  makeLoggedTask,
  makeTask,
  objectOf,
  runTask,
  versionsOf,
} from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterAll(() => harness.stop());

it('skips sockets and copies names that need care', async () => {
  const fixture = await makeFixture(harness);
  const names = [' leading', 'a+b&c=d', 'percent%20', 'quote\'"', 'emoji 🗄', 'back\\slash', '<xml>'];
  for (const name of names) await put(fixture, name);
  const server = createServer();
  await new Promise<void>((ready) => server.listen(join(fixture.root, 'socket'), ready));
  const task = await makeTask(fixture);
  const first = await runTask(fixture, task);
  const second = await runTask(fixture, task);
  await new Promise((closed) => server.close(closed));
  expect(first).toMatchObject({ Status: 'SUCCESS', FilesTransferred: names.length, FilesSkipped: 1 });
  expect(second).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
  for (const name of names) expect((await objectOf(fixture, name)).content.toString()).toBe(name);
});

it('refuses a name that is not UTF-8 and transfers the rest', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'fine');
  await writeFile(Buffer.concat([Buffer.from(`${fixture.root}/`), Buffer.from([0xff, 0xfe])]), 'x');
  const failed = await runTask(fixture, await makeLoggedTask(harness, fixture));
  expect(failed).toMatchObject({ Status: 'ERROR', FilesTransferred: 1 });
  expect(await failuresOf(harness, fixture, failed)).toHaveLength(1);
});

it('reads below the root directory of an access point and the subdirectory', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'outside');
  await put(fixture, 'exports/data/inside');
  const { AccessPointArn } = await new EFSClient(harness.client).send(
    new CreateAccessPointCommand({
      FileSystemId: fixture.fileSystemArn.split('/').at(-1),
      RootDirectory: { Path: '/exports' },
    }),
  );
  const { LocationArn } = await fixture.datasync.send(
    new CreateLocationEfsCommand({
      EfsFilesystemArn: fixture.fileSystemArn,
      Ec2Config: fixture.ec2Config,
      AccessPointArn,
      InTransitEncryption: 'TLS1_2',
      Subdirectory: '/data',
    }),
  );
  const task = await makeTask(fixture, { SourceLocationArn: LocationArn });
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
  expect(await versionsOf(fixture)).toEqual(['inside']);
});

it('restores files, links and metadata from the bucket to a file system', async () => {
  const [from, to] = [await makeFixture(harness), await makeFixture(harness)];
  await put(from, 'data/report.txt', 'content');
  await chmod(join(from.root, 'data/report.txt'), 0o640);
  await symlink('report.txt', join(from.root, 'data/link'));
  await put(from, 'data/empty', '');
  await runTask(from, await makeTask(from));
  await rm(from.root, { recursive: true });
  const { TaskArn = '' } = await from.datasync.send(
    new CreateTaskCommand({
      SourceLocationArn: from.s3Location,
      DestinationLocationArn: to.efsLocation,
      Options: { VerifyMode: 'POINT_IN_TIME_CONSISTENT' },
    }),
  );
  expect(await runTask(to, TaskArn)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 3 });
  expect(await readFile(join(to.root, 'data/report.txt'), 'utf8')).toBe('content');
  expect((await lstat(join(to.root, 'data/report.txt'))).mode & 0o777).toBe(0o640);
  expect(await readlink(join(to.root, 'data/link'))).toBe('report.txt');
  expect(await runTask(to, TaskArn)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
});

it('refuses to write through a link that leads out of the file system', async () => {
  const fixture = await makeFixture(harness);
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  await symlink(outside, join(fixture.root, 'way-out'));
  for (const Key of ['way-out/evil', '../evil', 'fine']) {
    await fixture.s3.send(new PutObjectCommand({ Bucket: fixture.bucket, Key, Body: 'x' }));
  }
  const task = await makeLoggedTask(harness, fixture, {
    SourceLocationArn: fixture.s3Location,
    DestinationLocationArn: fixture.efsLocation,
  });
  const failed = await runTask(fixture, task);
  expect(failed).toMatchObject({ Status: 'ERROR', FilesTransferred: 1 });
  expect(await failuresOf(harness, fixture, failed)).toHaveLength(2);
  await expect(readFile(join(outside, 'evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(readFile(join(fixture.root, '../evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(outside, { recursive: true });
});
