import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import type { IntHarness } from '../../int-harness';
import { startHarness } from '../../int-harness';
import { createLambdaService } from '../../lambda';
import { type LambdaFixture, makeLambdaFixture } from '../../lambda/int-fixture';
import { createEventsService } from '../index';

const eventsService = createEventsService();
const lambdaService = createLambdaService({ retryDelaysMs: [1] });
let harness: IntHarness;
let fixture: LambdaFixture;
let events: EventBridgeClient;

beforeAll(async () => {
  harness = await startHarness([eventsService, lambdaService]);
  fixture = await makeLambdaFixture(harness);
  events = new EventBridgeClient(harness.client);
});
afterAll(() => harness.stop());

it('invokes a function with the transformed event, once its policy lets the rule in, and counts what failed', async () => {
  const code = 'exports.handler = async (event) => process.stdout.write(`got ${JSON.stringify(event)}\\n`)';
  const Arn = await fixture.deploy('enrich', { 'index.js': code });
  const dead = await fixture.queue('enrich-dead');
  const { RuleArn: SourceArn } = await events.send(
    new PutRuleCommand({ Name: 'ended', EventPattern: '{"source":["my.app"]}' }),
  );
  const InputTransformer = { InputPathsMap: { n: '$.detail.n' }, InputTemplate: '{"number":<n>}' };
  const target = { Id: 'f', Arn, InputTransformer, DeadLetterConfig: { Arn: dead.arn } };
  await events.send(new PutTargetsCommand({ Rule: 'ended', Targets: [target] }));
  const put = async (n: number) => {
    const Entries = [{ Source: 'my.app', DetailType: 'T', Detail: JSON.stringify({ n }) }];
    await events.send(new PutEventsCommand({ Entries }));
    await eventsService.bus.idle();
    await lambdaService.idle();
  };

  await put(1);
  expect(await dead.messages()).toEqual([
    {
      body: expect.objectContaining({ source: 'my.app', detail: { n: 1 } }) as object,
      attributes: expect.objectContaining({ ERROR_CODE: 'NO_PERMISSIONS', TARGET_ARN: Arn }) as object,
    },
  ]);

  await fixture.lambda.send(
    new AddPermissionCommand({
      FunctionName: 'enrich',
      StatementId: 'events',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn,
    }),
  );
  await put(2);
  expect(await dead.messages()).toEqual([]);
  const lines = await fixture.logOf('/aws/lambda/enrich');
  expect(lines.filter((line) => line.startsWith('got'))).toEqual(['got {"number":2}']);

  const failures = await new CloudWatchClient(harness.client).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Events',
      MetricName: 'FailedInvocations',
      Dimensions: [{ Name: 'RuleName', Value: 'ended' }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  );
  expect(failures.Datapoints?.map(({ Sum }) => Sum)).toEqual([1]);
});
