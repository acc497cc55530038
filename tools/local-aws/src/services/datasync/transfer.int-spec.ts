import { appendFile, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmittedEvent, EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { StartTaskExecutionCommand } from '@aws-sdk/client-datasync';
import { put } from './int-files';
import type { Fixture } from './int-fixture';
import { finished, makeFixture, makeTask, objectOf, runTask, versionsOf } from './int-fixture';
import { createDataSyncService } from './index';

const emitted: EmittedEvent[] = [];
const bus: EventBus = { emit: (event) => void emitted.push(event), idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 30 })]);
});
afterAll(() => harness.stop());

describe('the scenarios of a backup', () => {
  let fixture: Fixture;
  let task: string;
  beforeAll(async () => {
    fixture = await makeFixture(harness);
    task = await makeTask(fixture);
    await put(fixture, 'report.txt', 'first');
    await put(fixture, 'data/empty', '');
    await put(fixture, 'data/größe & co/文件 #1?.bin', Buffer.from([0, 255, 1, 254]));
  });

  it('transfers all files at first, byte for byte, through every state', async () => {
    emitted.length = 0;
    const seen: string[] = [];
    const { TaskExecutionArn = '' } = await fixture.datasync.send(
      new StartTaskExecutionCommand({ TaskArn: task }),
    );
    const execution = await finished(fixture, TaskExecutionArn, seen);
    expect(execution).toMatchObject({
      Status: 'SUCCESS',
      FilesTransferred: 3,
      EstimatedFilesToTransfer: 3,
      BytesTransferred: 9,
      BytesWritten: 9,
      FilesVerified: 3,
      Result: { PrepareStatus: 'SUCCESS', TransferStatus: 'SUCCESS', VerifyStatus: 'SUCCESS' },
    });
    const states = ['QUEUED', 'LAUNCHING', 'PREPARING', 'TRANSFERRING', 'VERIFYING', 'SUCCESS'];
    // Who asks may come too late for a state; the events miss none.
    expect(seen).toEqual(states.filter((state) => seen.includes(state)));
    expect(emitted.map((event) => event.detail)).toEqual(states.map((State) => ({ State })));
    expect(emitted[0]).toMatchObject({ source: 'aws.datasync', resources: [TaskExecutionArn] });
    expect((await objectOf(fixture, 'data/größe & co/文件 #1?.bin')).content).toEqual(
      Buffer.from([0, 255, 1, 254]),
    );
    expect((await objectOf(fixture, 'data/empty')).content).toHaveLength(0);
  });

  it('keeps POSIX metadata as user metadata', async () => {
    const { Metadata } = await objectOf(fixture, 'report.txt');
    expect(Metadata).toMatchObject({ 'file-permissions': '0100644', 'user-agent': 'aws-datasync' });
    expect(Metadata?.['file-mtime']).toMatch(/^\d{19}ns$/);
  });

  it('transfers nothing when nothing has changed', async () => {
    expect(await runTask(fixture, task)).toMatchObject({
      Status: 'SUCCESS',
      FilesTransferred: 0,
      FilesSkipped: 3,
    });
  });

  it('transfers one changed file, and the bucket then holds two versions of it', async () => {
    await appendFile(join(fixture.root, 'report.txt'), ' and second');
    expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 1, BytesTransferred: 16 });
    expect((await versionsOf(fixture)).filter((key) => key === 'report.txt')).toHaveLength(2);
    expect((await objectOf(fixture, 'report.txt')).content.toString()).toBe('first and second');
  });

  it('transfers one added file', async () => {
    await put(fixture, 'data/added', 'new');
    expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
  });

  it('leaves a file that was deleted in the source in the destination', async () => {
    await rm(join(fixture.root, 'data/added'));
    expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 0, FilesDeleted: 0 });
    expect((await objectOf(fixture, 'data/added')).content.toString()).toBe('new');
  });

  it('deletes it with PreserveDeletedFiles REMOVE, keeping the old version', async () => {
    const removing = await makeTask(fixture, { Options: { PreserveDeletedFiles: 'REMOVE' } });
    expect(await runTask(fixture, removing)).toMatchObject({
      Status: 'SUCCESS',
      FilesDeleted: 1,
      EstimatedFilesToDelete: 1,
      FilesTransferred: 0,
    });
    expect(await versionsOf(fixture)).toEqual(expect.arrayContaining(['data/added', 'data/added (deleted)']));
  });
});

it('stores a symbolic link as its target and does not follow it', async () => {
  const fixture = await makeFixture(harness, { subdirectory: '/nightly' });
  await put(fixture, 'real', 'content');
  await symlink('/etc/passwd', join(fixture.root, 'link'));
  const task = await makeTask(fixture);
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 2 });
  const link = await objectOf(fixture, 'nightly/link');
  expect(link.content.toString()).toBe('/etc/passwd');
  expect(link.Metadata?.['file-permissions']).toBe('0120777');
  expect(await runTask(fixture, task)).toMatchObject({ FilesTransferred: 0 });
  expect((await readFile(join(fixture.root, 'real'))).toString()).toBe('content');
});
