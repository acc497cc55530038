import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { jsonError } from './answers';
import { BodyTooLargeError, readIncoming, type IncomingRequest } from './incoming';
import { bufferAnswer, relay, replayToMoto, streamToMoto } from './proxy';
import { forwardedHeaders, headerRecord } from './proxy-headers';
import type { RequestLog } from './request-log';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from './service';
import { callName, isBreakdownPage, maybeBreakdown, unimplemented } from './unimplemented';

/** Path that answers 200 and {@link HealthReport} while the gateway runs; outside every AWS service's paths. */
export const HEALTH_PATH = '/_strata/health';

/** What the gateway tells about itself. */
export interface HealthReport {
  readonly program: 'strata-local-aws';
  readonly pid: number;
  readonly endpoint: string;
  readonly dataDir: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** False while moto is still starting. */
  readonly ready: boolean;
}

/** What the gateway is made of. */
export interface GatewayOptions {
  /** Empty until moto listens; requests before that are answered with 503, which clients retry. */
  readonly motoEndpoint: () => string;
  /** At most one per signing name; may be filled until moto listens. */
  readonly services: readonly GatewayService[];
  readonly requestLog: RequestLog;
  readonly log: (message: string) => void;
  /** Asked at each request: the endpoint is known only once the server listens. */
  readonly context: () => Omit<GatewayContext, 'forward'>;
  readonly health: () => HealthReport;
}

/** Creates the gateway; it does not listen yet. */
export function createGateway(options: GatewayOptions): Server {
  const server = createServer((source, response) => {
    void respond(options, source, response);
  });
  // Uploads and SDK connection pools may stay open or idle for long.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return server;
}

async function respond(
  options: GatewayOptions,
  source: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (source.url === HEALTH_PATH) {
    const body = JSON.stringify(options.health());
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return;
  }
  if (options.motoEndpoint() === '') return send(jsonError(503, 'ServiceUnavailable', 'starting'), response);
  const arrived = Date.now();
  let request: IncomingRequest | undefined;
  let answeredBy: 'gateway' | 'moto' = 'gateway';
  let broken = false;
  try {
    request = await readIncoming(source);
    const { service: name } = request;
    const service = options.services.find((candidate) => candidate.name === name);
    const handled = await service?.handle(request, contextFor(options));
    if (handled) send(handled, response);
    else {
      answeredBy = 'moto';
      const answer = await streamToMoto(options.motoEndpoint(), request);
      if (maybeBreakdown(answer)) {
        const whole = await readAnswer(answer, request, options);
        broken = whole.status === 501;
        send(whole, response);
      } else await relay(answer, response);
    }
  } catch (error) {
    fail(error, request, options, response);
  } finally {
    options.requestLog.write({
      time: new Date(arrived).toISOString(),
      service: request?.service ?? '',
      operation: request?.operation ?? '',
      method: source.method ?? '',
      path: source.url ?? '',
      status: response.statusCode,
      ms: Date.now() - arrived,
      answeredBy,
      ...(broken && { unimplemented: true as const }),
    });
  }
}

function contextFor(options: GatewayOptions): GatewayContext {
  return {
    ...options.context(),
    forward: async (request) =>
      readAnswer(await replayToMoto(options.motoEndpoint(), request), request, options),
  };
}

/** moto's answer read whole; where moto broke down, a plain statement of that. */
async function readAnswer(
  answer: IncomingMessage,
  request: GatewayRequest,
  options: GatewayOptions,
): Promise<GatewayResponse> {
  const body = await bufferAnswer(answer);
  if (maybeBreakdown(answer) && isBreakdownPage(body)) {
    options.log(`moto cannot do ${callName(request)}`);
    return unimplemented(request);
  }
  return {
    status: answer.statusCode ?? 502,
    headers: headerRecord(forwardedHeaders(answer.rawHeaders)),
    body,
  };
}

function send(answer: GatewayResponse, response: ServerResponse): void {
  const body = Buffer.from(answer.body as string);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = value;
  delete headers['transfer-encoding'];
  // The length of a HEAD answer tells about the body that a GET would have.
  if (headers['content-length'] === undefined || response.req.method !== 'HEAD') {
    headers['content-length'] = String(body.length);
  }
  response.writeHead(answer.status, headers).end(body);
}

function fail(
  error: unknown,
  request: IncomingRequest | undefined,
  options: GatewayOptions,
  response: ServerResponse,
): void {
  const reason = error instanceof Error ? error : new Error(String(error));
  // A client that went away is no fault of ours, and nobody is left to be told.
  if (response.headersSent || response.destroyed) return void response.destroy();
  const name = request ? callName(request) : 'a request';
  if (error instanceof BodyTooLargeError)
    return send(jsonError(413, 'RequestTooLarge', reason.message), response);
  options.log(`${name} failed in the gateway: ${reason.stack ?? reason.message}`);
  send(jsonError(501, 'LocalAwsFailure', `the local AWS failed on ${name}: ${reason.message}`), response);
}
