import type { Target } from '@aws-sdk/client-eventbridge';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { randomUUID } from 'node:crypto';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';
import type { Caller } from './function-permission';
import { sendToFunction } from './to-function';
import { sendToTopic } from './to-topic';

/** A target of a service that the local EventBridge does not deliver to. */
export class UnsupportedTarget extends Error {
  override readonly name = 'UnsupportedTarget';
  readonly exitCode = 1;
  constructor(arn: string) {
    super(
      `The local EventBridge delivers to SNS topics, SQS queues, log groups and Lambda functions, not to ${arn}.`,
    );
  }
}

/**
 * Sends `input` to a target once. Rejects with the service's error.
 *
 * @param caller who must be let in by the policy of a function or a topic; undefined for one that comes with a role
 */
export async function deliver(
  target: Target,
  input: string,
  context: GatewayContext,
  caller?: Caller,
): Promise<void> {
  const arn = target.Arn ?? '';
  const [, , service, region = '', , ...resource] = arn.split(':');
  switch (service) {
    case 'sns':
      return sendToTopic(arn, input, context, caller);
    case 'sqs':
      return sendToQueue(arn, input, context, target.SqsParameters?.MessageGroupId);
    case 'logs':
      // log-group:NAME, perhaps with :* behind it.
      return writeToLogGroup(region, resource[1] ?? '', input, context);
    case 'lambda':
      return sendToFunction(arn, input, context, caller);
    default:
      throw new UnsupportedTarget(arn);
  }
}

/** Text attributes of an SQS message. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Sends a message to the queue of an ARN. */
export async function sendToQueue(
  arn: string,
  MessageBody: string,
  context: GatewayContext,
  MessageGroupId?: string,
  attributes: QueueAttributes = {},
): Promise<void> {
  const [, , , region = '', , QueueName = ''] = arn.split(':');
  const client = new SQSClient(loopback(context, region, 'gateway'));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      // FIFO queues without content-based deduplication need an id as well.
      ...(MessageGroupId === undefined ? {} : { MessageGroupId, MessageDeduplicationId: randomUUID() }),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  );
}

/** As EventBridge does: each event in a log stream of its own. */
async function writeToLogGroup(
  region: string,
  logGroupName: string,
  message: string,
  context: GatewayContext,
): Promise<void> {
  const client = new CloudWatchLogsClient(loopback(context, region, 'moto'));
  const logStreamName = randomUUID();
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = [{ timestamp: context.now().getTime(), message }];
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}
