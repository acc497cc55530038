import { compilePattern } from '@strata/event-pattern';
import type { MessageAttribute, Publication } from './publication';

/** A subscription's filter. */
export interface FilterPolicy {
  /** JSON text, in the same language as event patterns. */
  readonly policy: string;
  /** @default MessageAttributes */
  readonly scope: string | undefined;
}

/**
 * Does a message pass a subscription's filter policy? One that cannot be read as JSON passes none that filters on
 * the body.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 * @throws InvalidEventPattern when the policy is malformed.
 */
export function passesFilter(filter: FilterPolicy | undefined, publication: Publication): boolean {
  if (!filter) return true;
  const matches = compilePattern(filter.policy);
  if (filter.scope !== 'MessageBody') return matches(attributeValues(publication.attributes));
  try {
    return matches(JSON.parse(publication.message));
  } catch {
    return false;
  }
}

function attributeValues(attributes: ReadonlyMap<string, MessageAttribute>): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([name, attribute]) => [name, valueOf(attribute)]));
}

function valueOf({ dataType, value }: MessageAttribute): unknown {
  if (dataType === 'Number' || dataType.startsWith('Number.')) return Number(value);
  if (dataType !== 'String.Array') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
