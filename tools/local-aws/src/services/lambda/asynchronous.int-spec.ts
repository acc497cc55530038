import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createLambdaService } from './index';
import { type LambdaFixture, makeLambdaFixture } from './int-fixture';

const service = createLambdaService({ retryDelaysMs: [1], throttleDelayMs: 20 });
let harness: IntHarness;
let fixture: LambdaFixture;

beforeAll(async () => {
  harness = await startHarness([service]);
  fixture = await makeLambdaFixture(harness);
});
afterAll(() => harness.stop());

/** Invokes asynchronously, and waits until the event has come to its end. */
async function send(FunctionName: string, event: object): Promise<void> {
  const { status } = await fixture.invoke(FunctionName, event, { InvocationType: 'Event' });
  expect(status).toBe(202);
  await service.idle();
}

async function metric(functionName: string, MetricName: string): Promise<number> {
  const hour = 3_600_000;
  const { Datapoints = [] } = await new CloudWatchClient(harness.client).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: functionName }],
      StartTime: new Date(Date.now() - hour),
      EndTime: new Date(Date.now() + hour),
      Period: 7200,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, point) => sum + (point.Sum ?? 0), 0);
}

const FAILING = { 'index.js': 'exports.handler = async ({ n }) => { throw new Error(`no ${n}`); }' };

it('tries a failing event again as often as it is told, then sends the record and the dead letter', async () => {
  const [records, dead] = [await fixture.queue('records'), await fixture.queue('dead')];
  const arn = await fixture.deploy('failing', FAILING, { DeadLetterConfig: { TargetArn: dead.arn } });
  const config = { FunctionName: 'failing', DestinationConfig: { OnFailure: { Destination: records.arn } } };
  await fixture.lambda.send(new PutFunctionEventInvokeConfigCommand(config));
  // moto would go on showing the first one.
  const less = { FunctionName: 'failing', MaximumRetryAttempts: 1 };
  await fixture.lambda.send(new UpdateFunctionEventInvokeConfigCommand(less));
  await send('failing', { n: 7 });

  const [record, ...others] = await records.messages();
  expect(others).toEqual([]);
  const { requestContext } = record?.body as { requestContext: { requestId: string } };
  expect(record?.body).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    requestContext: {
      requestId: expect.any(String) as string,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 2,
    },
    requestPayload: { n: 7 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'no 7', trace: expect.any(Array) as string[] },
  });
  const attributes = { RequestID: requestContext.requestId, ErrorCode: '200', ErrorMessage: 'no 7' };
  expect(await dead.messages()).toEqual([{ body: { n: 7 }, attributes }]);
  const starts = (await fixture.logOf('/aws/lambda/failing')).filter((line) => line.startsWith('START'));
  expect(starts).toEqual(Array(2).fill(`START RequestId: ${requestContext.requestId} Version: $LATEST`));
  expect([await metric('failing', 'Invocations'), await metric('failing', 'Errors')]).toEqual([2, 2]);
});

it('sends the result of what succeeded to another function', async () => {
  const next = await fixture.deploy('next', {
    'index.js': 'exports.handler = async (e) => console.log(JSON.stringify(e))',
  });
  await fixture.deploy('first', { 'index.js': 'exports.handler = async ({ n }) => n + 1' });
  const DestinationConfig = { OnSuccess: { Destination: next } };
  await fixture.lambda.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: 'first', DestinationConfig }),
  );
  await send('first', { n: 1 });
  const line = (await fixture.logOf('/aws/lambda/next')).find((text) => text.includes('INFO'));
  expect(JSON.parse(line?.split('\t').at(-1) ?? '')).toMatchObject({
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    requestPayload: { n: 1 },
    responsePayload: 2,
  });
});

describe('reserved concurrency', () => {
  it('of 1 refuses a second caller with 429 and lets an event wait its turn', async () => {
    const slow = 'exports.handler = () => new Promise((done) => setTimeout(done, 700, Date.now()))';
    await fixture.deploy('single', { 'index.js': slow });
    const one = { FunctionName: 'single', ReservedConcurrentExecutions: 1 };
    await fixture.lambda.send(new PutFunctionConcurrencyCommand(one));
    const first = fixture.invoke('single');
    await new Promise((later) => setTimeout(later, 300));
    await expect(fixture.invoke('single')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await send('single', {});
    expect((await first).error).toBeUndefined();
    const starts = (await fixture.logOf('/aws/lambda/single')).map((line) => line.split(' ')[0]);
    expect(starts.filter((word) => word === 'START' || word === 'END')).toEqual([
      'START',
      'END',
      'START',
      'END',
    ]);
    expect(await metric('single', 'Throttles')).toBeGreaterThanOrEqual(2);
  });

  it('of 0 runs nothing, and sends an event to the destination at once', async () => {
    const records = await fixture.queue('stopped-records');
    await fixture.deploy('stopped', FAILING);
    const FunctionName = 'stopped';
    const DestinationConfig = { OnFailure: { Destination: records.arn } };
    await fixture.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
    await fixture.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
    );
    await expect(fixture.invoke('stopped')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await send('stopped', { n: 1 });
    expect((await records.messages()).map(({ body }) => body)).toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({
          condition: 'ZeroReservedConcurrency',
          approximateInvokeCount: 0,
        }) as object,
      }),
    ]);
  });
});
