import { randomUUID } from 'node:crypto';
import type { GatewayResponse } from '../gateway/service';
import { renderXml } from './ec2-xml';

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
  const requestId = randomUUID();
  const text = renderXml({ [`${action}Response`]: { ...namespace, requestId, ...elements } });
  return {
    status: 200,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
  };
}
