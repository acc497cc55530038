import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createLambdaService } from '../lambda';
import { type LambdaFixture, makeLambdaFixture, type TestQueue } from '../lambda/int-fixture';
import { createSchedulerService, fireSchedule, ScheduleNotFiredError } from './index';

const lambdaService = createLambdaService({ retryDelaysMs: [1] });
let harness: IntHarness;
let fixture: LambdaFixture;
let scheduler: SchedulerClient;
let functionArn: string;
let role: string;
let dead: TestQueue;

beforeAll(async () => {
  harness = await startHarness([lambdaService, createSchedulerService({ retryDelayMs: 1 })]);
  fixture = await makeLambdaFixture(harness);
  scheduler = new SchedulerClient(harness.client);
  const code = 'exports.handler = async (event) => process.stdout.write(`got ${JSON.stringify(event)}\\n`)';
  functionArn = await fixture.deploy('scheduled', { 'index.js': code });
  role = await fixture.role('start', 'scheduler.amazonaws.com');
  const Statement = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${functionArn}*` }];
  await new IAMClient(harness.client).send(
    new PutRolePolicyCommand({
      RoleName: 'start',
      PolicyName: 'invoke',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  dead = await fixture.queue('scheduled-dead');
});
afterAll(() => harness.stop());

async function schedule(
  Name: string,
  { Target, ...more }: Partial<Omit<CreateScheduleCommandInput, 'Target'>> & { Target?: object } = {},
): Promise<void> {
  await scheduler.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: 'cron(0 3 1 1 ? 2190)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: functionArn, RoleArn: role, DeadLetterConfig: { Arn: dead.arn }, ...Target },
      ...more,
    }),
  );
}

const fireNow = (name: string) => fireSchedule(harness.endpoint, { region: 'us-east-1', name });

/** What the function got so far. */
async function got(): Promise<unknown[]> {
  await lambdaService.idle();
  const lines = await fixture.logOf('/aws/lambda/scheduled');
  return lines.flatMap((line) => (line.startsWith('got ') ? [JSON.parse(line.slice(4)) as unknown] : []));
}

it('fires on demand with its input, keywords replaced, or with an event of its own', async () => {
  const Input = JSON.stringify({ policy: 'default', by: '<aws.scheduler.schedule-arn>' });
  await schedule('rotate', { Target: { Input } });
  await schedule('plain');
  expect(await fireNow('rotate')).toMatchObject({ delivered: true, attempts: 1 });
  expect(await fireNow('plain')).toMatchObject({ delivered: true });
  const arn = (name: string) => `arn:aws:scheduler:us-east-1:123456789012:schedule/default/${name}`;
  const events = await got();
  expect(events).toHaveLength(2);
  expect(events).toContainEqual({ policy: 'default', by: arn('rotate') });
  expect(events).toContainEqual(
    expect.objectContaining({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      resources: [arn('plain')],
    }),
  );
});

it('fires by its clock, once for at(…), and is then gone where it says so; a disabled one does not', async () => {
  const before = (await got()).length;
  const soon = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000).toISOString().slice(0, 19);
  const once = { ScheduleExpression: `at(${soon})`, ActionAfterCompletion: 'DELETE' } as const;
  await schedule('once', { ...once, Target: { Input: '{"by":"clock"}' } });
  await schedule('never', { ...once, State: 'DISABLED', Target: { Input: '{"by":"disabled"}' } });
  const gone = () =>
    scheduler.send(new GetScheduleCommand({ Name: 'once' })).then(
      () => false,
      (error: Error) => error.name === 'ResourceNotFoundException',
    );
  for (let waited = 0; waited < 10_000 && !(await gone()); waited += 100) await sleep(100);
  expect(await gone()).toBe(true);
  expect((await got()).slice(before)).toEqual([{ by: 'clock' }]);
  await expect(fireNow('never')).rejects.toThrow(/disabled/);
});

it('puts into the dead-letter queue what its role may not do, and what is not there', async () => {
  const weak = await fixture.role('weak', 'scheduler.amazonaws.com');
  const foreign = await fixture.role('foreign', 'ec2.amazonaws.com');
  await schedule('weak', { Target: { RoleArn: weak, Input: '{"n":1}' } });
  await schedule('foreign', { Target: { RoleArn: foreign } });
  await schedule('nowhere', { Target: { Arn: `${functionArn}-gone` } });
  const denied = { delivered: false, attempts: 1, error: { code: 'AccessDeniedException' } };
  expect(await fireNow('weak')).toMatchObject(denied);
  expect(await dead.messages()).toEqual([
    {
      body: { n: 1 },
      attributes: expect.objectContaining({
        TARGET_ARN: functionArn,
        ERROR_CODE: 'AccessDeniedException',
        ERROR_MESSAGE: expect.stringContaining('lambda:InvokeFunction') as string,
        RETRY_ATTEMPTS: '0',
      }) as object,
    },
  ]);
  expect(await fireNow('foreign')).toMatchObject(denied);
  expect(await fireNow('nowhere')).toMatchObject({ error: { code: 'ResourceNotFoundException' } });
  await expect(fireNow('unknown')).rejects.toBeInstanceOf(ScheduleNotFiredError);
});
