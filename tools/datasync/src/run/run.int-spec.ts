import { EventEmitter } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOutput } from '@strata/cli-kit';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeExecution, listExecutions } from '../gateway/executions';
import { describeTask } from '../gateway/tasks';
import { runStatus } from '../status/run';
import { type LiveTransfer, startLiveTransfer } from '../testing/live-transfer';
import { followRun } from './execute';
import type { AfterInterrupt } from './interrupt';
import type { RunWish } from './plan';
import { readUnderWay, startOrJoin } from './start';

let aws: LiveTransfer;
beforeAll(async () => (aws = await startLiveTransfer()));
afterAll(() => aws?.stop());

const NOTHING: RunWish = { overrides: [], include: [], exclude: [] };
const LOOKS = { firstMs: 10, longestMs: 30 };

async function start(wish: Partial<RunWish> = {}, taskArn = aws.taskArn) {
  const task = await describeTask(aws.connections, taskArn);
  const underWay = await readUnderWay(aws.connections, taskArn);
  return startOrJoin(aws.connections, { ...NOTHING, ...wish }, { task, storageClass: 'STANDARD', underWay });
}

function follow(arn: string, decide: () => Promise<AfterInterrupt>, signals = new EventEmitter()) {
  const notes: string[] = [];
  const output = createOutput({ stderr: { write: (line: string) => notes.push(line) } });
  return {
    notes,
    signals,
    ended: followRun(aws.connections, arn, output, { decide, signals, looks: LOOKS }),
  };
}

const never = async (): Promise<AfterInterrupt> => {
  throw new Error('Nobody was to be asked.');
};

it('runs the task, follows it through its phases, and counts what it did; a partial run is no backup', async () => {
  await mkdir(join(aws.share, 'sub'));
  await writeFile(join(aws.share, 'sub', 'a'), 'a');
  await writeFile(join(aws.share, 'b'), 'bb');

  const partial = await start({ include: ['/sub'] });
  expect((await follow(partial.executionArn, never).ended).execution?.counts.filesTransferred).toBe(1);
  expect((await runStatus(aws.connections, aws.taskArn, 60)).met).toBe(false);

  const whole = await start();
  expect(whole.joined).toBe(false);
  const { ended, notes } = follow(whole.executionArn, never);
  const { execution, how } = await ended;
  expect(how).toBe('ended');
  expect(execution).toMatchObject({
    status: 'SUCCESS',
    excludes: ['/.strata'],
    counts: { filesTransferred: 1, filesVerified: 1, filesSkipped: 1, bytesTransferred: 2 },
    result: { errorCode: undefined, verifyStatus: 'SUCCESS' },
  });
  expect(notes.join('')).toMatch(/transferring: started\ntransferring: 1 file, 2 B/);
  const status = await runStatus(aws.connections, aws.taskArn, 60);
  expect(status).toMatchObject({ met: true, lastSuccess: { arn: whole.executionArn } });
  const later = { now: new Date(Date.now() + 3_700_000) };
  expect((await runStatus(aws.connections, aws.taskArn, 60, later)).met).toBe(false);
});

describe('a run that is under way', () => {
  let slow: string;
  let running: string;
  beforeAll(async () => {
    await writeFile(join(aws.share, 'large'), Buffer.alloc(3_000_000));
    slow = await aws.task({ Options: { TransferMode: 'ALL', BytesPerSecond: 100_000 } });
    running = (await start({}, slow)).executionArn;
  });

  it('is joined and not doubled, also when it began between looking and starting', async () => {
    const [first, raced] = await Promise.all([
      start({}, slow),
      describeTask(aws.connections, slow).then((task) =>
        startOrJoin(aws.connections, NOTHING, { task, storageClass: 'STANDARD', underWay: [] }),
      ),
    ]);
    expect([first, raced]).toEqual([
      { executionArn: running, joined: true },
      { executionArn: running, joined: true },
    ]);
    expect(await listExecutions(aws.connections, slow)).toHaveLength(1);
  });

  it('is not joined by a wish for other settings', async () => {
    await expect(start({ overrides: ['LogLevel=BASIC'] }, slow)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('goes on when only the watching is stopped, and ends when it is cancelled', async () => {
    const left = follow(running, async () => 'leave');
    await sleep(100);
    left.signals.emit('SIGINT');
    expect(await left.ended).toMatchObject({ how: 'left' });
    expect((await describeExecution(aws.connections, running)).endedAt).toBeUndefined();

    const cancelled = follow(running, async () => 'cancel');
    await sleep(100);
    cancelled.signals.emit('SIGINT');
    expect(await cancelled.ended).toMatchObject({
      how: 'cancelled',
      execution: { status: 'ERROR', result: { errorCode: 'Cancelled' } },
    });
  });
});

it.each([
  [
    'a task',
    () => describeTask(aws.connections, aws.taskArn.replace(/.{5}$/, '00000')),
    /There is no DataSync task/,
  ],
  [
    'an execution',
    () => describeExecution(aws.connections, `${aws.taskArn}/execution/exec-00000000000000000`),
    /has no such execution; got exec-0{17}/,
  ],
])('refuses %s that does not exist', async (_what, call, message) => {
  await expect(call()).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
});
