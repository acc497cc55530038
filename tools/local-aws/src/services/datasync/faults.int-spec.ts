import { ListMultipartUploadsCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmittedEvent, EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { clearDataSyncFaults, type DataSyncFault, dataSyncFaults, setDataSyncFault } from './faults';
import { createDataSyncService } from './index';
import { put, sparse } from './int-files';
import type { Fixture } from './int-fixture';
import { logOf, makeFixture, makeLoggedTask, makeTask, objectOf, runTask } from './int-fixture';

const MB = 1 << 20;
const PARTIAL = /^Transfer and verification completed\. Selected files transferred except for files skipped/;
const emitted: EmittedEvent[] = [];
const bus: EventBus = { emit: (event) => void emitted.push(event), idle: async () => undefined };
let harness: IntHarness;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus, dwellMs: 1 })]);
});
afterAll(() => harness.stop());
afterEach(() => clearDataSyncFaults(harness.endpoint));

/** A task that logs, whose bucket already has an older version of its large file. */
async function archived(): Promise<{ fixture: Fixture; task: string }> {
  const fixture = await makeFixture(harness);
  const task = await makeLoggedTask(harness, fixture);
  await put(fixture, 'large', 'old version');
  expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS' });
  await sparse(join(fixture.root, 'large'), 20 * MB);
  await put(fixture, 'small');
  return { fixture, task };
}

/** Neither a torn object nor stray parts: the newest version is whole, and nothing is under way. */
async function whole(fixture: Fixture): Promise<string[]> {
  const { Uploads = [] } = await fixture.s3.send(new ListMultipartUploadsCommand({ Bucket: fixture.bucket }));
  expect(Uploads).toEqual([]);
  const { Versions = [] } = await fixture.s3.send(new ListObjectVersionsCommand({ Bucket: fixture.bucket }));
  return Versions.map(({ Key, Size, IsLatest }) => `${Key} ${Size}${IsLatest ? ' latest' : ''}`).sort();
}

async function filesOf({ root }: Fixture): Promise<Record<string, string>> {
  const names = await readdir(root);
  const contents = names
    .sort()
    .map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(contents));
}

interface Expected {
  readonly code: string;
  readonly detail: RegExp;
  /** A line of the log. */
  readonly line: RegExp;
  /** What the bucket then holds besides the old version. */
  readonly arrived: readonly string[];
  readonly counters?: object;
}

const OLD = 'large 11 latest';

describe('a fault set on purpose', () => {
  it.each<[DataSyncFault, Expected]>([
    [
      { kind: 'no-route' },
      {
        code: 'FsS3UnableToConnectToEndpoint',
        detail: /^Task failed to access location loc-\w+: Unable to connect to S3 endpoint$/,
        line: /^\[ERROR\] Task failed to access location .* Unable to connect to S3 endpoint$/,
        arrived: [OLD],
        counters: { Result: { PrepareStatus: 'PENDING' } },
      },
    ],
    [
      { kind: 'access-denied' },
      {
        code: 'FsS3HeadBucketFailed',
        detail: /could not perform s3:HeadBucket on bucket archive-\S+\. Access denied\./,
        line: /^\[ERROR\] .*Access denied/,
        arrived: [OLD],
      },
    ],
    [
      { kind: 'source-gone' },
      {
        code: 'SyncTaskErrorLocationNotAdded',
        detail: /x40016: mount\.nfs: mounting fs-\w+:\/ failed.*No such file or directory$/,
        line: /^\[ERROR\] .*mount\.nfs/,
        arrived: [OLD],
      },
    ],
    [
      { kind: 'key-denied' },
      {
        code: 'PartialTransfer',
        detail: PARTIAL,
        line: /^\[ERROR\] S3 Exception: op=PutObject large, code=403, exception=AccessDenied, msg=.*kms:GenerateDataKey/,
        arrived: [OLD],
        counters: { FilesTransferred: 0 },
      },
    ],
    [
      { kind: 'disk-full' },
      {
        code: 'PartialTransfer',
        detail: PARTIAL,
        line: /^\[ERROR\] Failed to transfer file \/large: No space left on device$/,
        arrived: [OLD],
        counters: { FilesTransferred: 0 },
      },
    ],
    [
      { kind: 'unreadable-file' },
      {
        code: 'PartialTransfer',
        detail: PARTIAL,
        line: /^\[ERROR\] Failed to open source file \/large: Permission denied$/,
        arrived: [OLD, 'small 5 latest'],
        counters: { FilesTransferred: 1 },
      },
    ],
    [
      { kind: 'unreadable-file', path: 'small' },
      {
        code: 'PartialTransfer',
        detail: PARTIAL,
        line: /^\[ERROR\] Failed to open source file \/small: Permission denied$/,
        arrived: ['large 11', `large ${20 * MB} latest`],
        counters: { FilesTransferred: 1 },
      },
    ],
    [
      { kind: 'cancelled-half-way' },
      {
        code: 'Cancelled',
        detail: /cancelled/,
        line: /^\[ERROR\] The task execution was cancelled\.$/,
        arrived: [OLD, 'small 5 latest'],
        counters: { Result: { TransferStatus: 'ERROR', VerifyStatus: 'PENDING' } },
      },
    ],
  ])(
    '%j fails with its code and log line, leaves nothing torn, and the next run converges',
    async (fault, expected) => {
      const { fixture, task } = await archived();
      await setDataSyncFault(harness.endpoint, { ...fault, task });
      emitted.length = 0;
      const failed = await runTask(fixture, task);
      expect(failed).toMatchObject({ Status: 'ERROR', ...expected.counters });
      expect(failed.Result).toMatchObject({
        ErrorCode: expected.code,
        ErrorDetail: expect.stringMatching(expected.detail) as string,
      });
      expect(await logOf(harness, fixture, failed)).toContainEqual(expect.stringMatching(expected.line));
      expect(emitted.at(-1)).toMatchObject({
        resources: [failed.TaskExecutionArn],
        detail: { State: 'ERROR' },
      });
      const left = await whole(fixture);
      expect(left).toEqual(expected.arrived);
      expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS' });
      expect(await whole(fixture)).toEqual(['large 11', `large ${20 * MB} latest`, 'small 5 latest']);
      expect(await runTask(fixture, task)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 0 });
    },
  );

  it('that is slow takes its time in every phase and with its bytes, and succeeds', async () => {
    const { fixture, task } = await archived();
    await setDataSyncFault(harness.endpoint, { kind: 'slow', bytesPerSecond: 40 * MB, phaseMs: 150, task });
    const { Status, Result, Options } = await runTask(fixture, task);
    expect({ Status, limit: Options?.BytesPerSecond }).toEqual({ Status: 'SUCCESS', limit: -1 });
    expect(Result?.PrepareDuration).toBeGreaterThanOrEqual(150);
    expect(Result?.TransferDuration).toBeGreaterThanOrEqual(600);
    expect(Result?.VerifyDuration).toBeGreaterThanOrEqual(150);
  });

  it('hits as many executions of its task as it is set for, and those of no other', async () => {
    const [one, other] = [await archived(), await archived()];
    await setDataSyncFault(harness.endpoint, { kind: 'no-route', task: one.task, times: 2 });
    expect(await runTask(other.fixture, other.task)).toMatchObject({ Status: 'SUCCESS' });
    for (const Status of ['ERROR', 'ERROR', 'SUCCESS']) {
      expect(await runTask(one.fixture, one.task)).toMatchObject({ Status });
    }
    expect(await dataSyncFaults(harness.endpoint)).toMatchObject({ faults: [{ kind: 'no-route', left: 0 }] });
    expect(await clearDataSyncFaults(harness.endpoint, { kind: 'no-route' })).toEqual({ faults: [] });
  });

  it('refuses a task that does not exist', async () => {
    const task = 'arn:aws:datasync:us-east-1:123456789012:task/task-00000000000000000';
    await expect(setDataSyncFault(harness.endpoint, { kind: 'slow', task })).rejects.toMatchObject({
      exitCode: 2,
      faults: [expect.stringContaining(task) as string],
    });
  });

  it('fails a restore alike: the file there stays whole, and no temporary file is left', async () => {
    const { fixture } = await archived();
    const restore = await makeTask(fixture, {
      SourceLocationArn: fixture.s3Location,
      DestinationLocationArn: fixture.efsLocation,
    });
    await put(fixture, 'large', 'other');
    for (const kind of ['disk-full', 'key-denied'] as const) {
      await setDataSyncFault(harness.endpoint, { kind, task: restore });
      expect(await runTask(fixture, restore)).toMatchObject({
        Status: 'ERROR',
        Result: { ErrorCode: 'PartialTransfer' },
      });
      expect(await filesOf(fixture)).toEqual({ large: 'other', small: 'small' });
    }
    expect(await runTask(fixture, restore)).toMatchObject({ Status: 'SUCCESS', FilesTransferred: 1 });
    expect(await filesOf(fixture)).toEqual({ large: 'old version', small: 'small' });
    expect((await objectOf(fixture, 'large')).content.toString()).toBe('old version');
  });
});
