import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import type { Faults } from './engine/faults';
import { createDataSyncService } from './index';
import { put } from './int-files';
import { failuresOf, logOf, makeFixture, makeLoggedTask, makeTask, objectOf, runTask } from './int-fixture';

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
  const failed = await runTask(fixture, await makeLoggedTask(harness, fixture));
  expect(failed).toMatchObject({ Status: 'ERROR', Result: { ErrorCode: 'VerificationFailed' } });
  expect(await logOf(harness, fixture, failed)).toContain('[NOTICE] Verification failed <> /a');
  expect(await failuresOf(harness, fixture, failed)).toEqual([]);
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
