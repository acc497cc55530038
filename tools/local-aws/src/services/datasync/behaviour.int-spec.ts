import {
  CancelTaskExecutionCommand,
  CreateLocationEfsCommand,
  CreateTaskCommand,
  DescribeTaskCommand,
  DescribeTaskExecutionCommand,
  StartTaskExecutionCommand,
  UpdateTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateAccessPointCommand, EFSClient } from '@aws-sdk/client-efs';
import { ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import type { Faults } from './engine/faults';
import { createDataSyncService } from './index';
import type { Fixture } from './int-fixture';
import { finished, makeFixture, makeTask, objectOf, runTask, versionsOf } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let faults: Faults = () => undefined;
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([
    createDataSyncService({ bus, dwellMs: 1, faults: (point) => faults(point) }),
  ]);
});
afterAll(() => harness.stop());
afterEach(() => {
  faults = () => undefined;
});

async function put(fixture: Fixture, path: string, content: string | Buffer = path): Promise<void> {
  await mkdir(join(fixture.root, path, '..'), { recursive: true });
  await writeFile(join(fixture.root, path), content);
}

async function sparse(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w');
  await file.truncate(bytes);
  await file.close();
}

it('transfers what the filters select', async () => {
  const fixture = await makeFixture(harness);
  for (const path of ['docs/a.txt', 'docs/b.tmp', 'docs/temp/c.txt', 'other/d.txt']) await put(fixture, path);
  const task = await makeTask(fixture, {
    Includes: [{ FilterType: 'SIMPLE_PATTERN', Value: '/docs' }],
    Excludes: [{ FilterType: 'SIMPLE_PATTERN', Value: '*.tmp|*/temp' }],
  });
  const execution = await runTask(fixture, task);
  expect(execution).toMatchObject({ FilesTransferred: 1, FilesListed: { AtSource: 3 } });
  expect(await versionsOf(fixture)).toEqual(['docs/', 'docs/a.txt']);
});

it('refuses to delete what a filter leaves out', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  await fixture.s3.send(new PutObjectCommand({ Bucket: fixture.bucket, Key: 'kept/x.tmp', Body: 'x' }));
  await fixture.s3.send(new PutObjectCommand({ Bucket: fixture.bucket, Key: 'gone', Body: 'x' }));
  const task = await makeTask(fixture, {
    Options: { PreserveDeletedFiles: 'REMOVE' },
    Excludes: [{ FilterType: 'SIMPLE_PATTERN', Value: '/kept' }],
  });
  expect(await runTask(fixture, task)).toMatchObject({ FilesDeleted: 1 });
  expect(await versionsOf(fixture)).toEqual(['a', 'gone', 'gone (deleted)', 'kept/x.tmp']);
});

it.each([
  ['ALWAYS', 1],
  ['NEVER', 0],
] as const)('with OverwriteMode %s transfers %i changed files', async (OverwriteMode, count) => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a', 'one');
  const task = await makeTask(fixture, { Options: { OverwriteMode } });
  await runTask(fixture, task);
  await put(fixture, 'a', 'three');
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: count });
});

it('transfers everything again with TransferMode ALL', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  const task = await makeTask(fixture, { Options: { TransferMode: 'ALL' } });
  await runTask(fixture, task);
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 1 });
});

it('transfers nothing twice when times are not kept', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  await delay(1100);
  const task = await makeTask(fixture, { Options: { Mtime: 'NONE', Atime: 'NONE' } });
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 1 });
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 0 });
});

it('goes on when a file fails, and ends in ERROR saying so', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'bad');
  await put(fixture, 'good');
  faults = ({ phase, path }) => {
    if (phase === 'transfer' && path === 'bad') throw new Error('read failed');
  };
  const task = await makeTask(fixture);
  expect(await runTask(fixture, task)).toMatchObject({
    Status: 'ERROR',
    FilesTransferred: 1,
    FilesFailed: { Transfer: 1 },
    Result: {
      TransferStatus: 'ERROR',
      ErrorCode: 'PartialTransfer',
      ErrorDetail: /except for files skipped/ as never,
    },
  });
  faults = () => undefined;
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
});

it.each(['ONLY_FILES_TRANSFERRED', 'POINT_IN_TIME_CONSISTENT'] as const)(
  'fails when verification %s finds other content at the destination',
  async (VerifyMode) => {
    const fixture = await makeFixture(harness);
    await put(fixture, 'a', 'true');
    const task = await makeTask(fixture, { Options: { VerifyMode } });
    faults = async ({ phase, path }) => {
      if (phase !== 'verify' || path !== undefined) return;
      const { Metadata } = await objectOf(fixture, 'a');
      await fixture.s3.send(
        new PutObjectCommand({ Bucket: fixture.bucket, Key: 'a', Body: 'fake', Metadata }),
      );
    };
    expect(await runTask(fixture, task)).toMatchObject({
      Status: 'ERROR',
      FilesFailed: { Verify: 1 },
      Result: { VerifyStatus: 'ERROR', ErrorCode: 'VerificationFailed' },
    });
  },
);

it('fails when a file changes after it was transferred', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a', 'before');
  faults = async ({ phase, path }) => {
    if (phase === 'verify' && path === undefined) await put(fixture, 'a', 'after!');
  };
  expect(await runTask(fixture, await makeTask(fixture))).toMatchObject({
    Status: 'ERROR',
    FilesFailed: { Verify: 1 },
  });
});

it('does not verify with VerifyMode NONE', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  expect(await runTask(fixture, await makeTask(fixture, { Options: { VerifyMode: 'NONE' } }))).toMatchObject({
    Status: 'SUCCESS',
    FilesVerified: 0,
    Result: { VerifyStatus: 'PENDING' },
  });
});

it('writes and verifies objects of an archive class that cannot be read back', async () => {
  const fixture = await makeFixture(harness, { storageClass: 'DEEP_ARCHIVE' });
  await put(fixture, 'a');
  expect(await runTask(fixture, await makeTask(fixture))).toMatchObject({
    Status: 'SUCCESS',
    FilesVerified: 1,
  });
  await expect(objectOf(fixture, 'a')).rejects.toMatchObject({ name: 'InvalidObjectState' });
});

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
  expect(await runTask(fixture, await makeTask(fixture))).toMatchObject({
    Status: 'ERROR',
    FilesTransferred: 1,
    FilesFailed: { Prepare: 1 },
  });
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

describe('a large file', () => {
  it('of 300 MB passes with little memory, and whole', async () => {
    const fixture = await makeFixture(harness);
    const bytes = 300 * 1024 * 1024;
    await sparse(join(fixture.root, 'large'), bytes);
    let peak = 0;
    const before = process.memoryUsage().rss;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }, 50);
    const execution = await runTask(fixture, await makeTask(fixture));
    clearInterval(sampler);
    expect(execution).toMatchObject({ Status: 'SUCCESS', BytesTransferred: bytes, FilesVerified: 1 });
    expect(peak).toBeLessThan(160 * 1024 * 1024);
  });

  it('leaves neither an object nor parts behind when the execution is cancelled half-way', async () => {
    const fixture = await makeFixture(harness);
    await sparse(join(fixture.root, 'large'), 64 * 1024 * 1024);
    const TaskArn = await makeTask(fixture, { Options: { BytesPerSecond: 32 * 1024 * 1024 } });
    const { TaskExecutionArn = '' } = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
    const describe = () => fixture.datasync.send(new DescribeTaskExecutionCommand({ TaskExecutionArn }));
    while (((await describe()).BytesTransferred ?? 0) < 20 * 1024 * 1024) await delay(20);
    await fixture.datasync.send(new CancelTaskExecutionCommand({ TaskExecutionArn }));
    const seen: string[] = [];
    expect(await finished(fixture, TaskExecutionArn, seen)).toMatchObject({
      Status: 'ERROR',
      FilesTransferred: 0,
      Result: { ErrorCode: 'Cancelled', TransferStatus: 'ERROR' },
    });
    expect(seen[0]).toBe('CANCELLING');
    expect(await versionsOf(fixture)).toEqual([]);
    const { Uploads = [] } = await fixture.s3.send(
      new ListMultipartUploadsCommand({ Bucket: fixture.bucket }),
    );
    expect(Uploads).toEqual([]);
    const again = await fixture.datasync
      .send(new CancelTaskExecutionCommand({ TaskExecutionArn }))
      .catch((e: Error) => e);
    expect(again).toMatchObject({ name: 'InvalidRequestException' });
  });

  it('leaves neither when it gets shorter while it is read', async () => {
    const fixture = await makeFixture(harness);
    const file = join(fixture.root, 'large');
    await sparse(file, 24 * 1024 * 1024);
    faults = async ({ phase, path }) => {
      if (phase === 'transfer' && path === 'large') await sparse(file, 20 * 1024 * 1024);
    };
    expect(await runTask(fixture, await makeTask(fixture))).toMatchObject({
      Status: 'ERROR',
      FilesFailed: { Transfer: 1 },
    });
    expect(await versionsOf(fixture)).toEqual([]);
    const { Uploads = [] } = await fixture.s3.send(
      new ListMultipartUploadsCommand({ Bucket: fixture.bucket }),
    );
    expect(Uploads).toEqual([]);
  });
});

describe('executions of one task', () => {
  async function slow(fixture: Fixture, TaskQueueing: 'ENABLED' | 'DISABLED'): Promise<string> {
    await put(fixture, 'a', Buffer.alloc(1 << 20));
    return makeTask(fixture, { Options: { BytesPerSecond: 1 << 20, TaskQueueing } });
  }

  it('wait for each other', async () => {
    const fixture = await makeFixture(harness);
    const TaskArn = await slow(fixture, 'ENABLED');
    const first = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
    const second = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
    await delay(200);
    const waiting = await fixture.datasync.send(
      new DescribeTaskExecutionCommand({ TaskExecutionArn: second.TaskExecutionArn }),
    );
    expect(waiting.Status).toBe('QUEUED');
    const task = await fixture.datasync.send(new DescribeTaskCommand({ TaskArn }));
    expect(task).toMatchObject({ Status: 'RUNNING', CurrentTaskExecutionArn: first.TaskExecutionArn });
    await fixture.datasync.send(
      new UpdateTaskExecutionCommand({
        TaskExecutionArn: first.TaskExecutionArn,
        Options: { BytesPerSecond: -1 },
      }),
    );
    expect(await finished(fixture, second.TaskExecutionArn ?? '')).toMatchObject({
      Status: 'SUCCESS',
      FilesTransferred: 0,
    });
  });

  it('refuses a second one when TaskQueueing is DISABLED', async () => {
    const fixture = await makeFixture(harness);
    const TaskArn = await slow(fixture, 'DISABLED');
    const { TaskExecutionArn = '' } = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
    await expect(fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('Unable to queue') as string,
    });
    await finished(fixture, TaskExecutionArn);
  });
});

it('logs transfers and verifications to the log group of the task', async () => {
  const fixture = await makeFixture(harness);
  await put(fixture, 'a');
  const logs = new CloudWatchLogsClient(harness.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/transfer/log' }));
  const task = await makeTask(fixture, {
    Options: { LogLevel: 'TRANSFER' },
    CloudWatchLogGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:/transfer/log:*',
  });
  const { TaskExecutionArn = '' } = await runTask(fixture, task);
  const logStreamName = `${task.split('/').at(-1)}-${TaskExecutionArn.split('/').at(-1)}`;
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({ logGroupName: '/transfer/log', logStreamName }),
  );
  const messages = events.map((event) => event.message);
  expect(messages).toEqual(
    expect.arrayContaining(['[INFO] Transferred file /a, 1 bytes', '[INFO] Verified file /a, 1 bytes']),
  );
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
  const task = await makeTask(fixture, {
    SourceLocationArn: fixture.s3Location,
    DestinationLocationArn: fixture.efsLocation,
  });
  expect(await runTask(fixture, task)).toMatchObject({
    Status: 'ERROR',
    FilesTransferred: 1,
    FilesFailed: { Transfer: 2 },
  });
  await expect(readFile(join(outside, 'evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(readFile(join(fixture.root, '../evil'))).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(outside, { recursive: true });
});
