import type { SubscriptionEvidence } from '../evidence';

/** An address, as the environment file and as the topic have it. */
export interface AddressState {
  readonly address: string;
  /** Whether it stands in the environment file, which is the source. */
  readonly isInFile: boolean;
  readonly state: 'confirmed' | 'pending' | 'none';
}

/** Puts the addresses of the file beside those of the topic; case does not matter. Pure. */
export function compareAddresses(
  emails: readonly string[],
  subscriptions: readonly SubscriptionEvidence[],
): AddressState[] {
  const subscribed = subscriptions.filter(({ protocol }) => protocol.startsWith('email'));
  const stateOf = (address: string): AddressState['state'] => {
    const own = subscribed.filter(({ endpoint }) => isSameAddress(endpoint, address));
    if (own.some(({ arn }) => arn !== undefined)) return 'confirmed';
    return own.length > 0 ? 'pending' : 'none';
  };
  const all = [...emails, ...subscribed.map(({ endpoint }) => endpoint)];
  const once = all.filter((address, at) => all.findIndex((other) => isSameAddress(other, address)) === at);
  return once.map((address) => ({
    address,
    isInFile: emails.some((email) => isSameAddress(email, address)),
    state: stateOf(address),
  }));
}

/** Whether two addresses are the same to people. */
export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
