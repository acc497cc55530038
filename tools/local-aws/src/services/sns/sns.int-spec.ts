import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { join } from 'node:path';
import { readOutbox } from '../../outbox';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createSnsService } from './index';

let harness: IntHarness;
let sns: SNSClient;
let topics = 0;

beforeAll(async () => {
  harness = await startHarness([createSnsService()]);
  sns = new SNSClient(harness.client);
});
afterAll(() => harness.stop());

async function topicFor(
  address: string,
  more: Record<string, string> = {},
  Protocol = 'email',
): Promise<string> {
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `topic-${(topics += 1)}` }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint: address, Attributes: more }));
  return TopicArn;
}

async function mailsTo(address: string) {
  return (await readOutbox(join(harness.dataDir, 'outbox'))).filter((mail) => mail.to === address);
}

it('writes an e-mail for Publish with its subject, and one for each message of a batch', async () => {
  const TopicArn = await topicFor('batch@example.com');
  const { MessageId } = await sns.send(
    new PublishCommand({ TopicArn, Subject: 'Größe', Message: 'Zeile 1\nZeile 2' }),
  );
  const Entries = ['a', 'b'].map((Id) => ({ Id, Message: `message ${Id}` }));
  await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: Entries }));
  const mails = await mailsTo('batch@example.com');
  expect(mails.map((mail) => mail.subject)).toEqual([
    'Größe',
    'AWS Notification Message',
    'AWS Notification Message',
  ]);
  expect(mails[0]?.text).toMatch(/^Zeile 1\nZeile 2\n/);
  expect(mails[0]?.headers.get('x-amz-sns-message-id')).toBe(MessageId);
});

it('honours the filter policy of a subscription', async () => {
  const TopicArn = await topicFor('filter@example.com', {
    FilterPolicy: JSON.stringify({ level: ['high'] }),
  });
  for (const StringValue of ['low', 'high']) {
    const MessageAttributes = { level: { DataType: 'String', StringValue } };
    await sns.send(new PublishCommand({ TopicArn, Message: StringValue, MessageAttributes }));
  }
  expect((await mailsTo('filter@example.com')).map((mail) => mail.text.split('\n')[0])).toEqual(['high']);
});

it('writes JSON for email-json', async () => {
  const TopicArn = await topicFor('json@example.com', {}, 'email-json');
  await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
  const [mail] = await mailsTo('json@example.com');
  expect(JSON.parse(mail?.text ?? '')).toMatchObject({ Type: 'Notification', TopicArn, Message: 'm' });
});

it('refuses to publish to a topic that does not exist, and writes nothing', async () => {
  const before = (await readOutbox(join(harness.dataDir, 'outbox'))).length;
  const TopicArn = 'arn:aws:sns:us-east-1:123456789012:nowhere';
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'm' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  expect(await readOutbox(join(harness.dataDir, 'outbox'))).toHaveLength(before);
});
