import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { SubscriptionEvidence } from '../evidence';
import { ask, askFor, type Connections } from './connections';

/** SNS's codes for a topic or subscription that is not there; the second is of the query protocol. */
const GONE = ['NotFoundException', 'NotFound'];

/** What a topic is set to; undefined when it does not exist. */
export async function topicAttributes(
  { sns }: Connections,
  arn: string,
): Promise<Readonly<Record<string, string>> | undefined> {
  const context = { action: 'sns:GetTopicAttributes', resource: arn };
  const answer = await askFor(GONE, context, sns.send(new GetTopicAttributesCommand({ TopicArn: arn })));
  return answer && (answer.Attributes ?? {});
}

/** All subscriptions of a topic that exists, with their filters. */
export async function subscriptionsOf(
  connections: Connections,
  topicArn: string,
): Promise<SubscriptionEvidence[]> {
  const { sns } = connections;
  const found: SubscriptionEvidence[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(
      { action: 'sns:ListSubscriptionsByTopic', resource: topicArn },
      sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken })),
    );
    for (const { SubscriptionArn, Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
      // A subscription that is not confirmed has `PendingConfirmation` for an ARN, a removed one `Deleted`.
      const arn = SubscriptionArn?.startsWith('arn:') ? SubscriptionArn : undefined;
      if (SubscriptionArn === 'Deleted') continue;
      found.push({ arn, protocol: Protocol, endpoint: Endpoint, ...(await filterOf(connections, arn)) });
    }
    NextToken = page.NextToken || undefined;
  } while (NextToken !== undefined);
  return found;
}

async function filterOf(
  { sns }: Connections,
  arn: string | undefined,
): Promise<Pick<SubscriptionEvidence, 'filterPolicy' | 'filterScope'>> {
  if (arn === undefined) return {};
  const context = { action: 'sns:GetSubscriptionAttributes', resource: arn };
  const call = sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  const attributes = (await askFor(GONE, context, call))?.Attributes ?? {};
  return { filterPolicy: attributes['FilterPolicy'], filterScope: attributes['FilterPolicyScope'] };
}

/** Subscribes an address, or sends it the confirmation again. Repeating it is harmless. */
export async function subscribeEmail({ sns }: Connections, topicArn: string, address: string): Promise<void> {
  await ask(
    { action: 'sns:Subscribe', resource: topicArn },
    sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: address })),
  );
}

/** Subscribes a queue that gets messages as they are published; answers the subscription's ARN. */
export async function subscribeQueue(
  { sns }: Connections,
  topicArn: string,
  queueArn: string,
): Promise<string> {
  const answer = await ask(
    { action: 'sns:Subscribe', resource: topicArn },
    sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: 'true' },
        ReturnSubscriptionArn: true,
      }),
    ),
  );
  return answer.SubscriptionArn ?? '';
}

/** Removes a confirmed subscription; one that is gone already is removed. */
export async function unsubscribe({ sns }: Connections, subscriptionArn: string): Promise<void> {
  await askFor(
    GONE,
    { action: 'sns:Unsubscribe', resource: subscriptionArn },
    sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn })),
  );
}
