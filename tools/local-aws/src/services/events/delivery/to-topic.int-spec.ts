import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateKeyCommand, DisableKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { join } from 'node:path';
import { readOutbox } from '../../../outbox';
import { type IntHarness, startHarness } from '../../int-harness';
import { createSnsService } from '../../sns';
import { createEventsService } from '../index';

const eventsService = createEventsService();
let harness: IntHarness;
let events: EventBridgeClient;
let sns: SNSClient;
let kms: KMSClient;
let TopicArn: string;
let KeyId: string;

const RULES = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
const OWNER = { Effect: 'Allow', Principal: { AWS: '*' }, Action: ['sns:*', 'kms:*'], Resource: '*' };
const topicPolicy = (more: object = {}) => [{ ...RULES, Action: 'sns:Publish', Resource: TopicArn, ...more }];
const keyPolicy = (Action: string[]) => [
  { ...OWNER, Principal: { AWS: 'arn:aws:iam::123456789012:root' } },
  { ...RULES, Action, Resource: '*' },
];
const set = (AttributeName: string, AttributeValue: string) =>
  sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
const setTopicPolicy = (Statement: object[]) => set('Policy', JSON.stringify({ Statement }));
const setKeyPolicy = (Statement: object[]) =>
  kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: JSON.stringify({ Statement }) }));

beforeAll(async () => {
  harness = await startHarness([eventsService, createSnsService()]);
  events = new EventBridgeClient(harness.client);
  sns = new SNSClient(harness.client);
  kms = new KMSClient(harness.client);
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' }));
  KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  await events.send(new PutRuleCommand({ Name: 'ended', EventPattern: '{"source":["my.app"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'ended', Targets: [{ Id: 't', Arn: TopicArn }] }));
});
afterAll(() => harness.stop());
beforeEach(async () => {
  await setTopicPolicy(topicPolicy());
  await set('KmsMasterKeyId', KeyId);
  await setKeyPolicy(keyPolicy(['kms:Decrypt', 'kms:GenerateDataKey*']));
});

/** Puts an event; answers how many e-mails came of it. */
async function mailsOfAnEvent(): Promise<number> {
  const outbox = join(harness.dataDir, 'outbox');
  const before = (await readOutbox(outbox)).length;
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'my.app', DetailType: 'T', Detail: '{}' }] }));
  await eventsService.bus.idle();
  return (await readOutbox(outbox)).length - before;
}

async function counted(MetricName: string): Promise<number> {
  const { Datapoints = [] } = await new CloudWatchClient(harness.client).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Events',
      MetricName,
      Dimensions: [{ Name: 'RuleName', Value: 'ended' }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3600,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

it('brings an event to a topic whose policies, its own and its key’s, let EventBridge in', async () => {
  expect(await mailsOfAnEvent()).toBe(1);
  expect([await counted('TriggeredRules'), await counted('Invocations')]).toEqual([1, 1]);
  expect(await counted('FailedInvocations')).toBe(0);
});

it.each<[string, () => Promise<unknown>]>([
  [
    'the topic’s policy does not name it',
    () => setTopicPolicy([OWNER].map((it) => ({ ...it, Action: 'sns:Subscribe' }))),
  ],
  [
    'the topic’s policy has a condition on the source',
    () => setTopicPolicy(topicPolicy({ Condition: { ArnLike: { 'aws:SourceArn': '*' } } })),
  ],
  [
    'the topic’s policy denies it',
    () => setTopicPolicy([...topicPolicy(), ...topicPolicy({ Effect: 'Deny' })]),
  ],
  ['the key’s policy does not name it', () => setKeyPolicy(keyPolicy(['kms:DescribeKey']))],
  ['the key’s policy lets it only decrypt', () => setKeyPolicy(keyPolicy(['kms:Decrypt']))],
  ['the key is the AWS managed one', () => set('KmsMasterKeyId', 'alias/aws/sns')],
  ['the key does not exist', () => set('KmsMasterKeyId', '00000000-0000-0000-0000-000000000000')],
  ['the key is disabled', () => kms.send(new DisableKeyCommand({ KeyId: KeyId.split('/').at(-1) }))],
])('loses the event without a word but a count when %s', async (_name, breakIt) => {
  await breakIt();
  const failed = await counted('FailedInvocations');
  expect(await mailsOfAnEvent()).toBe(0);
  expect(await counted('FailedInvocations')).toBe(failed + 1);
});
