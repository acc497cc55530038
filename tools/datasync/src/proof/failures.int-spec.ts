import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { type DataSyncFaultKind, LOCAL_ACCOUNT, setDataSyncFault } from '@strata/local-aws-tool';
import { runStatus } from '../status/run';
import { type LiveTransfer, startLiveTransfer } from '../testing/live-transfer';
import { typeDatasync } from '../testing/typed';

const GROUP = '/strata/test/datasync';
const RPO_MINUTES = 60;

let aws: LiveTransfer;
let taskArn: string;
beforeAll(async () => {
  aws = await startLiveTransfer();
  await aws.connections.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  taskArn = await aws.task({
    CloudWatchLogGroupArn: `arn:aws:logs:eu-central-1:${LOCAL_ACCOUNT}:log-group:${GROUP}`,
    Options: { LogLevel: 'TRANSFER' },
  });
});
afterAll(() => aws?.stop());

interface Run {
  readonly executionId: string;
  readonly status: string;
  readonly files: { readonly transferred: number };
  readonly failure: { readonly cause: string; readonly meaning: string } | null;
}

async function strata<T>(...words: string[]): Promise<{ readonly exitCode: unknown; readonly value: T }> {
  const { exitCode, printed } = await typeDatasync(aws.endpoint, ...words, '--json', '--task', taskArn);
  return { exitCode, value: JSON.parse(printed) as T };
}

it('is over the RPO before anything was backed up', async () => {
  expect((await strata('status')).exitCode).toBe(4);
});

/** All that make a run fail: what each is explained with, and how many of two new files its run may still copy. */
const FAULTS: Readonly<Record<Exclude<DataSyncFaultKind, 'slow'>, readonly [string, RegExp, number]>> = {
  'no-route': ['s3-unreachable', /could not reach the S3 endpoint/, 0],
  'access-denied': ['s3-denied', /role of the S3 location lacks a permission/, 0],
  'key-denied': ['key-denied', /KMS key could not be used/, 0],
  'source-gone': ['source-gone', /What is to be mounted is not there/, 0],
  'disk-full': ['no-space', /no room left/, 0],
  'unreadable-file': ['permission-denied', /refused to let DataSync read/, 1],
  'cancelled-half-way': ['cancelled', /cancelled the execution/, 1],
};

it.each(Object.entries(FAULTS))(
  'a run that fails by %s is explained by run, history and status; the next one makes up for it',
  async (fault, [cause, meaning, copied]) => {
    const kind = fault as DataSyncFaultKind;
    for (const nth of [1, 2]) await writeFile(join(aws.share, `${kind}-${nth}`), randomBytes(20_000));
    await setDataSyncFault(aws.endpoint, { kind, task: taskArn });

    const failed = await strata<Run>('run', '--wait');
    expect(failed.exitCode).toBe(1);
    expect(failed.value).toMatchObject({
      status: 'ERROR',
      failure: { cause, meaning: expect.stringMatching(meaning) },
    });
    expect(failed.value.files.transferred).toBeLessThanOrEqual(copied);

    const listed = await strata<{ readonly executions: readonly Run[] }>('history');
    expect(listed.value.executions[0]).toMatchObject({
      executionId: failed.value.executionId,
      failure: { cause },
    });
    const shown = await typeDatasync(aws.endpoint, 'history', failed.value.executionId, '--task', taskArn);
    expect(shown.printed).toMatch(meaning);
    const { value } = await strata<{ readonly lastFailure: Pick<Run, 'failure'> | null }>('status');
    expect(value.lastFailure?.failure).toMatchObject({ cause });

    const next = await strata<Run>('run', '--wait');
    expect(next).toMatchObject({ exitCode: undefined, value: { status: 'SUCCESS', failure: null } });
    expect(next.value.files.transferred + failed.value.files.transferred).toBe(2);
    expect((await strata('verify', '--full', '--mount', aws.share)).exitCode).toBeUndefined();
    expect((await strata('status')).exitCode).toBeUndefined();
  },
);

it('a run that is slow succeeds; once the RPO passes after the last success, the objective is missed', async () => {
  await setDataSyncFault(aws.endpoint, { kind: 'slow', phaseMs: 100, task: taskArn });
  expect((await strata<Run>('run', '--wait')).exitCode).toBeUndefined();

  await setDataSyncFault(aws.endpoint, { kind: 'no-route', task: taskArn });
  await strata<Run>('run', '--wait');
  const { ageSeconds = NaN } = await runStatus(aws.connections, taskArn, RPO_MINUTES);
  const passes = Date.now() + (RPO_MINUTES * 60 - ageSeconds) * 1000;
  const metAt = async (ms: number) =>
    (await runStatus(aws.connections, taskArn, RPO_MINUTES, { now: new Date(ms) })).met;
  expect([await metAt(passes - 5000), await metAt(passes + 5000)]).toEqual([true, false]);
});
