import {
  CancelTaskExecutionCommand,
  DescribeTaskExecutionCommand,
  StartTaskExecutionCommand,
} from '@aws-sdk/client-datasync';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import type { Faults } from './engine/faults';
import { createDataSyncService } from './index';
import { sparse } from './int-files';
import { finished, makeFixture, makeTask, runTask, versionsOf } from './int-fixture';
import { withPeak } from './int-memory';

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

describe('a large file', () => {
  it('of 300 MB passes with little memory, and whole', async () => {
    const fixture = await makeFixture(harness);
    const bytes = 300 * 1024 * 1024;
    await sparse(join(fixture.root, 'large'), bytes);
    const task = await makeTask(fixture);
    const { result, peakBytes } = await withPeak(() => runTask(fixture, task));
    expect(result).toMatchObject({ Status: 'SUCCESS', BytesTransferred: bytes, FilesVerified: 1 });
    expect(peakBytes).toBeLessThan(160 * 1024 * 1024);
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
      Result: { ErrorCode: 'PartialTransfer' },
    });
    expect(await versionsOf(fixture)).toEqual([]);
    const { Uploads = [] } = await fixture.s3.send(
      new ListMultipartUploadsCommand({ Bucket: fixture.bucket }),
    );
    expect(Uploads).toEqual([]);
  });
});
