import {
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
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';
import { put } from './int-files';
import type { Fixture } from './int-fixture';
import { finished, makeFixture, makeTask, runTask, versionsOf } from './int-fixture';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterAll(() => harness.stop());

it('transfers what the filters select', async () => {
  const fixture = await makeFixture(harness);
  for (const path of ['docs/a.txt', 'docs/b.tmp', 'docs/temp/c.txt', 'other/d.txt']) await put(fixture, path);
  const task = await makeTask(fixture, {
    Includes: [{ FilterType: 'SIMPLE_PATTERN', Value: '/docs' }],
    Excludes: [{ FilterType: 'SIMPLE_PATTERN', Value: '*.tmp|*/temp' }],
  });
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 1 });
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
