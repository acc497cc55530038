import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { GatewayContext } from '../../gateway/service';
import { loopback } from '../loopback-client';
import type { FilterPolicy } from './filter-policy';
import type { EmailSubscription } from './notification-mail';

/** An e-mail subscription with its filter. */
export interface FilteredSubscription extends EmailSubscription {
  readonly filter: FilterPolicy | undefined;
}

/** The e-mail subscriptions of a topic, as the emulator knows them. */
export async function emailSubscriptions(
  topicArn: string,
  context: GatewayContext,
): Promise<FilteredSubscription[]> {
  const client = new SNSClient(loopback(context, topicArn.split(':')[3] ?? '', 'moto'));
  try {
    const found: FilteredSubscription[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken }));
      for (const {
        SubscriptionArn: arn = '',
        Protocol: protocol,
        Endpoint: address = '',
      } of page.Subscriptions ?? []) {
        if (protocol !== 'email' && protocol !== 'email-json') continue;
        found.push({ arn, protocol, address, filter: await filterOf(client, arn) });
      }
      NextToken = page.NextToken || undefined;
    } while (NextToken !== undefined);
    return found;
  } finally {
    client.destroy();
  }
}

async function filterOf(client: SNSClient, SubscriptionArn: string): Promise<FilterPolicy | undefined> {
  const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  const policy = Attributes['FilterPolicy'];
  if (!policy || policy === '{}') return undefined;
  return { policy, scope: Attributes['FilterPolicyScope'] };
}
