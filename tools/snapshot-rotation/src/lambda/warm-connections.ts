import { type Connections, openConnections } from '../gateway/connections';
import type { RotationRequest } from './rotation-request';

let warm: { readonly key: string; readonly connections: Connections } | undefined;

/**
 * Connections for a request. Those of the last invocation are taken again when they lead to the same place with the same
 * limits: a retry, or the next policy, then draws on token buckets that know what was used up. A function runs one
 * invocation at a time, so they are never shared.
 */
export function warmConnections({ region, limits }: Pick<RotationRequest, 'region' | 'limits'>): Connections {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  const key = JSON.stringify([region, endpoint, limits]);
  if (warm?.key === key) return warm.connections;
  coolDown();
  const rates = limits === 'published' ? {} : { limits };
  warm = { key, connections: openConnections({ region, endpoint }, rates) };
  return warm.connections;
}

/** Closes what is open: after a failure nothing is known of the state of its sockets. */
export function coolDown(): void {
  warm?.connections.close();
  warm = undefined;
}
