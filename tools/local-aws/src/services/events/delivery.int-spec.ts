import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { StartTaskExecutionCommand } from '@aws-sdk/client-datasync';
import type { Target } from '@aws-sdk/client-eventbridge';
import {
  CreateEventBusCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOutbox } from '../../outbox';
import { createDataSyncService } from '../datasync';
import { finished, makeFixture, makeTask } from '../datasync/int-fixture';
import { createEventsService } from './index';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createSnsService } from '../sns';

const eventsService = createEventsService();
let harness: IntHarness;
let events: EventBridgeClient;
let sns: SNSClient;
let sqs: SQSClient;
let count = 0;

beforeAll(async () => {
  harness = await startHarness([
    createDataSyncService({ bus: eventsService.bus, dwellMs: 1 }),
    eventsService,
    createSnsService(),
  ]);
  events = new EventBridgeClient(harness.client);
  sns = new SNSClient(harness.client);
  sqs = new SQSClient(harness.client);
});
afterAll(() => harness.stop());

async function topicFor(address: string): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `topic-${(count += 1)}` }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: address }));
  return TopicArn;
}

async function queue(): Promise<{ arn: string; bodies: () => Promise<string[]>; QueueUrl: string }> {
  const name = `queue-${(count += 1)}`;
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  return {
    QueueUrl,
    arn: `arn:aws:sqs:us-east-1:123456789012:${name}`,
    async bodies() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map((message) => message.Body ?? '');
    },
  };
}

async function rule(pattern: object, targets: Omit<Target, 'Id'>[], EventBusName?: string): Promise<string> {
  const Name = `rule-${(count += 1)}`;
  await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern), EventBusName }));
  await events.send(
    new PutTargetsCommand({
      Rule: Name,
      EventBusName,
      Targets: targets.map((target, index) => ({ ...target, Id: `t${index}` })),
    }),
  );
  return Name;
}

async function mailsTo(address: string) {
  return (await readOutbox(join(harness.dataDir, 'outbox'))).filter((mail) => mail.to === address);
}

async function putEvent(Source: string, EventBusName?: string): Promise<void> {
  const Entries = [{ Source, DetailType: 'Thing', Detail: '{"n":1}', EventBusName }];
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
  await eventsService.bus.idle();
}

it('brings the end of a transfer to a subscriber as a readable e-mail, and only of this task', async () => {
  const fixture = await makeFixture(harness);
  await writeFile(join(fixture.root, 'file'), 'x');
  const task = await makeTask(fixture);
  const other = await makeTask(fixture);
  const topic = await topicFor('ops@example.com');
  const letRulesIn = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
  };
  await sns.send(
    new SetTopicAttributesCommand({
      TopicArn: topic,
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({ Statement: [{ ...letRulesIn, Resource: topic }] }),
    }),
  );
  await rule(
    {
      source: ['aws.datasync'],
      'detail-type': ['DataSync Task Execution State Change'],
      resources: [{ prefix: `${task}/execution/` }],
      detail: { State: ['SUCCESS', 'ERROR'] },
    },
    [
      {
        Arn: topic,
        InputTransformer: {
          InputPathsMap: { state: '$.detail.State', execution: '$.resources[0]' },
          InputTemplate: '"Backup <state>: <execution>"',
        },
      },
    ],
  );
  for (const TaskArn of [task, other]) {
    const { TaskExecutionArn = '' } = await fixture.datasync.send(new StartTaskExecutionCommand({ TaskArn }));
    expect(await finished(fixture, TaskExecutionArn)).toMatchObject({ Status: 'SUCCESS' });
  }
  await eventsService.bus.idle();
  const mails = await mailsTo('ops@example.com');
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe('AWS Notification Message');
  expect(mails[0]?.text).toContain(`"Backup SUCCESS: ${task}/execution/exec-`);
});

it('delivers an event to a queue and a log group exactly once', async () => {
  const logs = new CloudWatchLogsClient(harness.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/events/all' }));
  const target = await queue();
  await rule({ source: ['my.app'] }, [
    { Arn: target.arn },
    { Arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/events/all:*', InputPath: '$.detail' },
  ]);
  await putEvent('my.app');
  const bodies = await target.bodies();
  expect(bodies.map((body) => JSON.parse(body) as object)).toEqual([
    expect.objectContaining({
      source: 'my.app',
      account: '123456789012',
      region: 'us-east-1',
      detail: { n: 1 },
    }),
  ]);
  const { events: written } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/events/all' }));
  expect(written?.map((event) => event.message)).toEqual(['{"n":1}']);
});

it('does not fire a disabled rule, nor rules of another bus', async () => {
  const [disabled, own] = [await queue(), await queue()];
  const name = await rule({ source: ['quiet.app'] }, [{ Arn: disabled.arn }]);
  await events.send(new DisableRuleCommand({ Name: name }));
  await events.send(new CreateEventBusCommand({ Name: 'own-bus' }));
  await rule({ source: ['quiet.app'] }, [{ Arn: own.arn }], 'own-bus');
  await putEvent('quiet.app');
  expect([await disabled.bodies(), await own.bodies()]).toEqual([[], []]);
  await putEvent('quiet.app', 'own-bus');
  expect(await own.bodies()).toHaveLength(1);
});

it('puts what cannot be delivered into the dead-letter queue of the target', async () => {
  const dead = await queue();
  const gone = 'arn:aws:sns:us-east-1:123456789012:no-such-topic';
  await rule({ source: ['lost.app'] }, [{ Arn: gone, DeadLetterConfig: { Arn: dead.arn } }]);
  await putEvent('lost.app');
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: dead.QueueUrl, MessageAttributeNames: ['All'] }),
  );
  expect(Messages[0]?.MessageAttributes).toMatchObject({ TARGET_ARN: { StringValue: gone } });
  expect(harness.messages.join('\n')).toMatch(/could not deliver to .*no-such-topic/);
});

it('answers TestEventPattern', async () => {
  const Event = JSON.stringify({
    id: '1',
    account: '1',
    source: 'a',
    time: '2025-01-02T03:04:05Z',
    region: 'r',
    resources: [],
    'detail-type': 't',
  });
  const { Result } = await events.send(
    new TestEventPatternCommand({ EventPattern: '{"source":["a"]}', Event }),
  );
  expect(Result).toBe(true);
  await expect(
    events.send(new TestEventPatternCommand({ EventPattern: '{"source":"a"}', Event })),
  ).rejects.toMatchObject({
    name: 'InvalidEventPatternException',
  });
});
