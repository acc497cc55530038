import type { GatewayRequest } from '../gateway/service';

/** A request for unit tests; `body` is its whole body. */
export function testRequest({
  body = '',
  ...given
}: Partial<Omit<GatewayRequest, 'body'>> & { body?: string }) {
  const path = given.path ?? '/';
  const request: GatewayRequest = {
    method: 'POST',
    path,
    query: new URLSearchParams(path.split('?')[1] ?? ''),
    headers: {},
    service: 'ec2',
    region: 'eu-central-1',
    operation: new URLSearchParams(body).get('Action') ?? '',
    body: () => Promise.resolve(Buffer.from(body)),
    ...given,
  };
  return request;
}
