import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { ask, askFor, type Connections } from './connections';

/** A queue that listens to a topic for the time of a test. */
export interface ProbeQueue {
  readonly url: string;
  readonly arn: string;
}

/** Seconds that messages stay in it, should it be left over. */
const RETENTION_SECONDS = 3600;
const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/**
 * Makes a queue that lets this topic in. SQS encrypts it by its own key, which SNS may use; the topic's key is not
 * needed to read it.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export async function createProbeQueue(
  { sqs, target }: Connections,
  name: string,
  topicArn: string,
  tags: Readonly<Record<string, string>>,
): Promise<ProbeQueue> {
  const [, partition, , , account] = topicArn.split(':');
  const arn = `arn:${partition}:sqs:${target.region}:${account}:${name}`;
  const Statement = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
  };
  const { QueueUrl: url = '' } = await ask(
    { action: 'sqs:CreateQueue', resource: name },
    sqs.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: {
          MessageRetentionPeriod: String(RETENTION_SECONDS),
          Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
        },
        tags: { ...tags },
      }),
    ),
  );
  return { url, arn };
}

/** Waits up to `seconds` (0 to 20) for messages; answers their bodies. */
export async function receive(
  { sqs }: Connections,
  url: string,
  seconds: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: seconds,
  });
  const { Messages = [] } = await ask(
    { action: 'sqs:ReceiveMessage', resource: url },
    sqs.send(command, signal ? { abortSignal: signal } : {}),
  );
  return Messages.map(({ Body = '' }) => Body);
}

/** Deletes a queue; one that is gone already is deleted. */
export async function deleteQueue({ sqs }: Connections, url: string): Promise<void> {
  const call = sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  await askFor(GONE, { action: 'sqs:DeleteQueue', resource: url }, call);
}

/** A queue that some test made. */
export interface FoundQueue {
  readonly url: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** Queues whose names begin so. */
export async function queuesNamed({ sqs }: Connections, prefix: string): Promise<FoundQueue[]> {
  const { QueueUrls = [] } = await ask(
    { action: 'sqs:ListQueues', resource: `${prefix}*` },
    sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 100 })),
  );
  const found = await Promise.all(
    QueueUrls.map(async (url) => {
      const answer = await askFor(
        GONE,
        { action: 'sqs:GetQueueAttributes', resource: url },
        sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['CreatedTimestamp'] })),
      );
      const seconds = Number(answer?.Attributes?.['CreatedTimestamp'] ?? 0);
      return { url, name: url.split('/').at(-1) ?? '', createdAt: new Date(seconds * 1000) };
    }),
  );
  return found;
}
