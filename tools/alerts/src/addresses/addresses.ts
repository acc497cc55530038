import type { EnvironmentConfig } from '@strata/config';
import {
  AddressInFileError,
  NoAddressError,
  NotConfirmedYetError,
  NotSubscribedError,
  TopicGoneError,
} from '../errors';
import type { SubscriptionEvidence } from '../evidence';
import type { Connections } from '../gateway/connections';
import { subscriptionsOf, topicAttributes } from '../gateway/topic';
import { compareAddresses, isSameAddress } from './compare';

/** What a change of addresses is about to do, and what to say of it. */
export interface AddressPlan {
  readonly address: string;
  readonly action: 'subscribe' | 'confirm-again' | 'unsubscribe' | 'nothing';
  /** Of what is to be removed. */
  readonly subscriptionArn?: string;
  /** Where file and topic will differ after it. */
  readonly warning?: string;
}

/**
 * The subscriptions of a topic.
 *
 * @throws TopicGoneError
 */
export async function readSubscriptions(
  connections: Connections,
  topicArn: string,
): Promise<SubscriptionEvidence[]> {
  if (!(await topicAttributes(connections, topicArn))) throw new TopicGoneError(topicArn);
  return subscriptionsOf(connections, topicArn);
}

/**
 * What to do to subscribe an address. Pure.
 *
 * @throws NoAddressError
 */
export function planSubscribe(
  address: string,
  environment: EnvironmentConfig,
  subscriptions: readonly SubscriptionEvidence[],
): AddressPlan {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) throw new NoAddressError(address);
  const { emails } = environment.backup.notifications;
  const known = stateOf(address, emails, subscriptions);
  const action =
    known?.state === 'confirmed' ? 'nothing' : known?.state === 'pending' ? 'confirm-again' : 'subscribe';
  if (emails.some((email) => isSameAddress(email, address))) return { address, action };
  const warning = `The environment file does not have it, and it is the source: add ${address} to backup.notifications.emails, else a new topic will not have it.`;
  return { address, action, warning };
}

/**
 * What to do to remove an address. Pure.
 *
 * @param dropListed the address once more: it may go though the environment file has it
 * @throws NotSubscribedError, NotConfirmedYetError, AddressInFileError
 */
export function planUnsubscribe(
  address: string,
  environment: EnvironmentConfig,
  subscriptions: readonly SubscriptionEvidence[],
  dropListed?: string,
): AddressPlan {
  const { emails } = environment.backup.notifications;
  const known = stateOf(address, emails, subscriptions);
  if (!known || known.state === 'none') throw new NotSubscribedError(address);
  if (known.isInFile && (dropListed === undefined || !isSameAddress(dropListed, address))) {
    throw new AddressInFileError(address, environment.name);
  }
  const subscriptionArn = subscriptions.find(
    ({ arn, protocol, endpoint }) =>
      arn !== undefined && protocol.startsWith('email') && isSameAddress(endpoint, address),
  )?.arn;
  if (subscriptionArn === undefined) throw new NotConfirmedYetError(address);
  const plan = { address, action: 'unsubscribe', subscriptionArn } as const;
  if (!known.isInFile) return plan;
  return { ...plan, warning: 'The environment file still has it: the next deployment subscribes it again.' };
}

function stateOf(address: string, emails: readonly string[], subscriptions: readonly SubscriptionEvidence[]) {
  return compareAddresses(emails, subscriptions).find((it) => isSameAddress(it.address, address));
}
