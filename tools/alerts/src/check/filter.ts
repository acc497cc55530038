import { compilePattern, InvalidEventPattern } from '@strata/event-pattern';
import type { SubscriptionEvidence } from '../evidence';

type Filter = Pick<SubscriptionEvidence, 'filterPolicy' | 'filterScope'>;

/** Whether a subscription has a filter that says anything. */
export function isFiltered({ filterPolicy }: Filter): boolean {
  return Boolean(filterPolicy) && filterPolicy !== '{}';
}

/**
 * Whether a subscription gets a message. What rules, alarms and functions of the layer publish carries no attributes. Pure.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 *
 * @param text the message's body
 */
export function letsThrough(filter: Filter, text: string): boolean {
  const { filterPolicy = '{}', filterScope } = filter;
  if (!isFiltered(filter)) return true;
  try {
    const matches = compilePattern(filterPolicy);
    return filterScope === 'MessageBody' ? matches(JSON.parse(text)) : matches({});
  } catch (error) {
    // A text that is no JSON passes no filter on the body.
    if (error instanceof SyntaxError || error instanceof InvalidEventPattern) return false;
    throw error;
  }
}
