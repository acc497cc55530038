import type { GatewayContext, GatewayRequest, GatewayResponse } from './service';

/** Answers one REST operation; `parameters` are the path's, decoded. `undefined` leaves the call to moto. */
export type RestHandler = (
  request: GatewayRequest,
  context: GatewayContext,
  parameters: Readonly<Record<string, string>>,
) => Promise<GatewayResponse | undefined> | GatewayResponse | undefined;

/** Operations by `METHOD /path/{parameter}`; `{parameter+}` takes slashes too. A trailing slash does not matter. */
export type RestRoutes = Readonly<Record<string, RestHandler>>;

/** Makes a service's `handle` out of its routes; whatever matches none is moto's. */
export function restRouter(routes: RestRoutes) {
  const compiled = Object.entries(routes).map(([key, handler]) => {
    const [method = '', template = ''] = key.split(' ');
    return { method, pattern: pathPattern(template), handler };
  });
  return async (request: GatewayRequest, context: GatewayContext): Promise<GatewayResponse | undefined> => {
    const path = request.path.split('?', 1)[0] ?? '';
    for (const { method, pattern, handler } of compiled) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (!match) continue;
      const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [
        name,
        decodeURIComponent(value),
      ]);
      return handler(request, context, Object.fromEntries(parameters) as Record<string, string>);
    }
    return undefined;
  };
}

function pathPattern(template: string): RegExp {
  const source = template
    .replace(/\/$/, '')
    .replace(
      /\{(\w+)(\+?)\}/g,
      (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+?' : '[^/]+'})`,
    );
  return new RegExp(`^${source}/?$`);
}
