import { randomUUID } from 'node:crypto';
import { xml } from '../gateway/answers';
import type { GatewayResponse } from '../gateway/service';

/** A list as EC2 writes it: `<name><item>…</item></name>`, or an empty element. */
export function itemSet(items: readonly unknown[]): unknown {
  return items.length > 0 ? { item: items } : '';
}

/** Tags as EC2 writes them. */
export function tagSet(tags: ReadonlyMap<string, string>): unknown {
  return itemSet([...tags].map(([key, value]) => ({ key, value })));
}

/** A successful answer of EC2's: `<{Action}Response><requestId>…` and the given elements. */
export function ec2Answer(action: string, elements: Readonly<Record<string, unknown>>): GatewayResponse {
  const namespace = { '@xmlns': 'http://ec2.amazonaws.com/doc/2016-11-15/' };
  return xml({ [`${action}Response`]: { ...namespace, requestId: randomUUID(), ...elements } });
}
