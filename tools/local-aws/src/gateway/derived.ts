import type { GatewayRequest } from './service';

/** What a service changes in a request before it sends it to moto. */
export interface RequestChanges {
  readonly method?: string;
  /** Path and query. */
  readonly path?: string;
  readonly body?: string | Buffer;
}

/** A request like another one, signed alike: moto does not check signatures, but routes by their scope. */
export function derived(request: GatewayRequest, changes: RequestChanges): GatewayRequest {
  const path = changes.path ?? request.path;
  const body = changes.body;
  return {
    ...request,
    method: changes.method ?? request.method,
    path,
    query: new URLSearchParams(path.includes('?') ? path.slice(path.indexOf('?') + 1) : ''),
    body: body === undefined ? request.body : () => Promise.resolve(Buffer.from(body as string)),
  };
}

/** Another call of the query protocol to the same service and Region: `Action` plus parameters. */
export function queryCall(
  request: GatewayRequest,
  action: string,
  parameters: Record<string, string>,
): GatewayRequest {
  const form = new URLSearchParams({
    Action: action,
    Version: request.query.get('Version') ?? '',
    ...parameters,
  });
  if (!form.get('Version')) form.delete('Version');
  return { ...derived(request, { body: form.toString() }), operation: action };
}

/** Parameters of a query-protocol call, from its body or its query. */
export async function formOf(request: GatewayRequest): Promise<URLSearchParams> {
  const form = new URLSearchParams((await request.body()).toString('utf8'));
  return form.has('Action') ? form : request.query;
}

/** Values of a list parameter: `Name.1`, `Name.2`, … (EC2) or `Name.member.1`, … (other query services). */
export function listOf(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${name}.${index}`) ?? form.get(`${name}.member.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** The body of a REST JSON call; an absent body is an empty object. */
export async function jsonBody<T>(request: GatewayRequest): Promise<T> {
  const text = (await request.body()).toString('utf8');
  return (text ? JSON.parse(text) : {}) as T;
}
