import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { loopback } from '../../loopback-client';
import { sendToQueue } from '../../events/delivery/deliver';
import { unqualified } from '../model';
import type { Ending } from './ending';

/** Bytes of the error that a dead letter carries. */
const ERROR_MESSAGE_BYTES = 1024;

/**
 * Sends a failed event, as it came, to a dead-letter queue or topic.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
export async function deadLetterTo(arn: string, { invocation, condition, last }: Ending): Promise<void> {
  const { context, event, requestId } = invocation;
  const message = last?.error?.errorMessage ?? condition;
  const attributes = {
    RequestID: requestId,
    ErrorCode: last ? '200' : '429',
    ErrorMessage: Buffer.from(message).subarray(0, ERROR_MESSAGE_BYTES).toString('utf8'),
  };
  if (arn.split(':')[2] === 'sqs') return sendToQueue(arn, event, context, undefined, attributes);
  const client = new SNSClient(loopback(context, arn.split(':')[3] ?? '', 'gateway'));
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  await client.send(new PublishCommand({ TopicArn: arn, Message: event, MessageAttributes }));
  client.destroy();
}

/** Puts an invocation record as an event onto the bus of an ARN. */
export async function emitResult(
  busArn: string,
  record: object,
  { invocation, deployed, condition }: Ending,
): Promise<void> {
  const functionArn = `${unqualified(deployed.configuration.FunctionArn ?? '')}:${deployed.configuration.Version ?? '$LATEST'}`;
  const client = new EventBridgeClient(loopback(invocation.context, busArn.split(':')[3] ?? '', 'gateway'));
  await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busArn,
          Source: 'lambda',
          DetailType: `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`,
          Resources: [busArn, functionArn],
          Detail: JSON.stringify(record),
        },
      ],
    }),
  );
  client.destroy();
}
