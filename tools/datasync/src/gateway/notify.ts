import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ListTagsForResourceCommand, TagResourceCommand } from '@aws-sdk/client-datasync';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { NOTIFIED_TAG } from '@strata/naming';
import type { Metric } from '../lambda/metrics';
import type { Mail } from '../notification/compose';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named } from './named';

/** Publishes an e-mail. @returns SNS's id of the message. @throws errors of AWS in words */
export async function publishMail(
  connections: Connections,
  topicArn: string,
  { subject, body }: Mail,
  signal?: AbortSignal,
): Promise<string> {
  const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body });
  const call = connections.client(SNSClient).send(command, abortable(signal));
  const { MessageId = '' } = await named(connections, 'sns:Publish', topicArn, call);
  return MessageId;
}

/** Publishes values of one moment, with the task as their only dimension. @throws errors of AWS in words */
export async function putMetrics(
  connections: Connections,
  namespace: string,
  taskId: string,
  metrics: readonly Metric[],
  signal?: AbortSignal,
): Promise<void> {
  const Timestamp = connections.clock.now();
  const MetricData = metrics.map(({ name, unit, value }) => ({
    MetricName: name,
    Unit: unit,
    Value: value,
    Timestamp,
    Dimensions: [{ Name: 'Task', Value: taskId }],
  }));
  const command = new PutMetricDataCommand({ Namespace: namespace, MetricData });
  const call = connections.client(CloudWatchClient).send(command, abortable(signal));
  await named(connections, 'cloudwatch:PutMetricData', namespace, call);
}

/**
 * Whether an execution has been told of: executions can carry tags
 * (https://docs.aws.amazon.com/datasync/latest/apireference/API_TagResource.html).
 *
 * @throws errors of AWS in words
 */
export async function isNotified(
  connections: Connections,
  executionArn: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const command = new ListTagsForResourceCommand({ ResourceArn: executionArn, MaxResults: 100 });
  const call = connections.datasync.send(command, abortable(signal));
  const { Tags = [] } = await named(connections, 'datasync:ListTagsForResource', executionArn, call);
  return Tags.some(({ Key }) => Key === NOTIFIED_TAG);
}

/** Notes on an execution that it has been told of, and when. @throws errors of AWS in words */
export async function markNotified(
  connections: Connections,
  executionArn: string,
  signal?: AbortSignal,
): Promise<void> {
  const Value = connections.clock.now().toISOString();
  const command = new TagResourceCommand({
    ResourceArn: executionArn,
    Tags: [{ Key: NOTIFIED_TAG, Value }],
  });
  const call = connections.datasync.send(command, abortable(signal));
  await named(connections, 'datasync:TagResource', executionArn, call);
}
