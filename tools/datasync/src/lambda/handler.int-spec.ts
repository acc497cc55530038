import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchClient, type Datapoint, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { StartTaskExecutionCommand } from '@aws-sdk/client-datasync';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { TransferWatchSettings } from '@strata/config';
import { type DataSyncFaultKind, setDataSyncFault } from '@strata/local-aws-tool';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeExecution } from '../gateway/executions';
import { isNotified } from '../gateway/notify';
import { idOf } from '../model';
import { type LiveTransfer, startLiveTransfer } from '../testing/live-transfer';
import { coolDown, handler } from './handler';

let aws: LiveTransfer;
let settings: TransferWatchSettings;
let queueUrl: string;
const lines: string[] = [];

beforeAll(async () => {
  aws = await startLiveTransfer();
  const sns = aws.connections.client(SNSClient);
  const sqs = aws.connections.client(SQSClient);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'mails' }))).QueueUrl ?? '';
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  const Endpoint = Attributes?.['QueueArn'];
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  const logs = aws.connections.client(CloudWatchLogsClient);
  const logGroupName = '/strata/test/datasync';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const CloudWatchLogGroupArn = `arn:aws:logs:eu-central-1:123456789012:log-group:${logGroupName}`;
  const taskArn = await aws.task({ CloudWatchLogGroupArn, Options: { LogLevel: 'TRANSFER' } });
  settings = {
    environment: 'test',
    region: 'eu-central-1',
    account: '123456789012',
    taskArn,
    topicArn: TopicArn,
    logGroupName,
    metricNamespace: 'Strata/test',
    rpoMinutes: 60,
    intervalMinutes: 30,
    archiveBucketName: aws.bucket,
  };
  process.env['AWS_ENDPOINT_URL'] = aws.endpoint;
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterAll(async () => {
  jest.restoreAllMocks();
  for (const name of ['AWS_ENDPOINT_URL', 'STRATA_TRANSFER']) delete process.env[name];
  coolDown();
  await aws?.stop();
});
beforeEach(() => {
  process.env['STRATA_TRANSFER'] = JSON.stringify(settings);
  lines.splice(0);
});

const invoke = (event: unknown) =>
  handler(event, { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => 60_000 });
const said = () => lines.map((line) => (JSON.parse(line) as { message: string }).message);

const outcome = (executionArn: string, State: string, source = 'aws.datasync') => ({
  id: 'event-1',
  source,
  'detail-type': 'DataSync Task Execution State Change',
  resources: [executionArn],
  detail: { State },
});

/** Runs the task; answers the execution's ARN and how it ended. */
async function run(): Promise<[arn: string, status: string]> {
  const { connections } = aws;
  const { taskArn } = settings;
  const { TaskExecutionArn: arn = '' } = await connections.datasync.send(
    new StartTaskExecutionCommand({ TaskArn: taskArn }),
  );
  for (;;) {
    const { status } = await describeExecution(connections, arn);
    if (status === 'SUCCESS' || status === 'ERROR') return [arn, status];
    await sleep(50);
  }
}

/** The e-mails that came since the last look. */
async function mails(): Promise<{ Subject: string; Message: string }[]> {
  const sqs = aws.connections.client(SQSClient);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as { Subject: string; Message: string });
}

async function metric(MetricName: string): Promise<Datapoint | undefined> {
  const { Datapoints = [] } = await aws.connections.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: 'Strata/test',
      MetricName,
      Dimensions: [{ Name: 'Task', Value: idOf(settings.taskArn) }],
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 3_600_000),
      Period: 86_400,
      Statistics: ['Sum', 'SampleCount'],
    }),
  );
  return Datapoints[0];
}

it('measures the age of the task as long as there is no backup', async () => {
  const watched = await invoke({ watch: {} });
  expect(watched).toEqual({ ageSeconds: expect.any(Number), newestExecutionArn: undefined });
  expect(await metric('TransferRpoAgeSeconds')).toMatchObject({ SampleCount: 1 });
});

it('tells of a run in words, with its figures, and once, however often the event comes', async () => {
  await writeFile(join(aws.share, 'a.txt'), 'hello');
  const [arn, status] = await run();
  expect(status).toBe('SUCCESS');
  await invoke(outcome(arn, status));
  await invoke(outcome(arn, status));
  const [mail, ...more] = await mails();
  expect(more).toEqual([]);
  expect(mail?.Subject).toBe('[test] DataSync transfer succeeded: 1 files, 5 B');
  expect(mail?.Message).toMatch(/SUCCESS in environment test\n[^]*Files transferred: 1 \(5 B\)/);
  expect(said()).toEqual(['published', 'told before']);
  expect(await metric('TransferBytes')).toMatchObject({ Sum: 5, SampleCount: 1 });
  expect(await metric('TransferFailed')).toMatchObject({ Sum: 0, SampleCount: 1 });
});

it('measures the age of the newest backup', async () => {
  const [arn] = await run();
  expect(await invoke({ watch: {} })).toMatchObject({ newestExecutionArn: arn });
});

it.each([
  ['that there is not', 'exec-00000000000000000'],
  ['as strata alerts test names it', 'exec-test0995a2db30e50'],
])('sends a test of an execution %s, marked as one, and measures nothing', async (_what, id) => {
  const before = await metric('TransferFailed');
  await invoke(outcome(`${settings.taskArn}/execution/${id}`, 'ERROR', 'strata.test'));
  const [mail] = await mails();
  expect(mail?.Subject).toMatch(/^TEST \[test\]/);
  expect(mail?.Message).toMatch(/^TEST: .*event-1/);
  expect(await metric('TransferFailed')).toEqual(before);
});

it('fails when the execution is not there, so that the plain e-mail comes in its place', async () => {
  await expect(
    invoke(outcome(`${settings.taskArn}/execution/exec-00000000000000000`, 'SUCCESS')),
  ).rejects.toThrow(/no such execution/);
  expect(await mails()).toEqual([]);
  expect(said()).toContain('failed');
});

it('fails when the topic is gone, and leaves the execution unmarked: a retry tells of it', async () => {
  const [arn, status] = await run();
  process.env['STRATA_TRANSFER'] = JSON.stringify({ ...settings, topicArn: `${settings.topicArn}-gone` });
  await expect(invoke(outcome(arn, status))).rejects.toThrow(/sns:Publish/);
  expect(await isNotified(aws.connections, arn)).toBe(false);
  process.env['STRATA_TRANSFER'] = JSON.stringify(settings);
  await invoke(outcome(arn, status));
  expect(await mails()).toHaveLength(1);
});

it.each<[DataSyncFaultKind, string]>([
  ['no-route', 's3-unreachable'],
  ['access-denied', 's3-denied'],
  ['key-denied', 'key-denied'],
  ['source-gone', 'source-gone'],
  ['disk-full', 'no-space'],
  ['unreadable-file', 'permission-denied'],
  ['cancelled-half-way', 'cancelled'],
])('names the cause when a run fails by %s, and what to check', async (kind, cause) => {
  await writeFile(join(aws.share, `${kind}.txt`), kind.repeat(1000));
  await setDataSyncFault(aws.endpoint, { kind });
  const [arn, status] = await run();
  expect(status).toBe('ERROR');
  await invoke(outcome(arn, status));
  const [mail] = await mails();
  expect(mail?.Subject).toBe(`[test] DataSync transfer FAILED: ${cause}`);
  expect(mail?.Message).toMatch(/Error: [^]*Check:\n[^]*What to do next:\n[^]*strata datasync run/);
});

it('counts the files that failed although Basic mode does not, so that the alarm on them can go off', async () => {
  const sum = async () => (await metric('TransferFilesFailed'))?.Sum ?? 0;
  await run();
  const before = await sum();
  for (const name of ['one', 'two']) await writeFile(join(aws.share, name), name);
  await setDataSyncFault(aws.endpoint, { kind: 'disk-full' });
  const [arn, status] = await run();
  expect((await describeExecution(aws.connections, arn)).counts.failed).toBeUndefined();
  await invoke(outcome(arn, status));
  expect((await sum()) - before).toBe(2);
  const [mail] = await mails();
  expect(mail?.Message).toContain('2 items, by its log');
});
