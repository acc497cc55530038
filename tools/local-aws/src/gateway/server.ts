import { createServer, IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { controlUnkind, UNKIND_PATH } from '../unkind/control';
import type { Treatment, Unkind } from '../unkind/unkind';
import { answerOf, discard, type Answer, type AnswerOptions } from './answer-of';
import { jsonError } from './answers';
import { BodyTooLargeError, readIncoming, type IncomingRequest } from './incoming';
import { bringsBody, resetMidAnswer, resetMidUpload } from './mid-body';
import { relay } from './proxy';
import type { RequestLog } from './request-log';
import type { GatewayResponse } from './service';
import { callName } from './unimplemented';

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
export interface GatewayOptions extends AnswerOptions {
  readonly unkind: Unkind;
  readonly requestLog: RequestLog;
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
  if (source.url === UNKIND_PATH) return controlUnkind(options.unkind, source, response);
  if (options.motoEndpoint() === '') return send(jsonError(503, 'ServiceUnavailable', 'starting'), response);
  const arrived = Date.now();
  const arrivedMs = performance.now();
  let request: IncomingRequest | undefined;
  let treatment: Treatment | undefined;
  let answer: Answer | undefined;
  try {
    request = await readIncoming(source);
    treatment = await options.unkind.treat(request, arrivedMs);
    const midBody = treatment.instead === 'reset-mid-body';
    const midUpload = midBody && bringsBody(request);
    if (treatment.carriedOut || (midBody && !midUpload)) answer = await answerOf(request, options);
    if (answer && treatment.instead && !midBody) await discard(answer);
    await treatment.due();
    const outcome = treatment.instead ?? answer?.content;
    if (midUpload) await resetMidUpload(request);
    else if (outcome === 'reset-mid-body') await (answer && resetMidAnswer(answer.content, response));
    else if (outcome === 'reset') source.socket.resetAndDestroy();
    else if (outcome instanceof IncomingMessage) await relay(outcome, response);
    else if (outcome) send(outcome, response);
  } catch (error) {
    fail(error, request, options, response);
  } finally {
    options.requestLog.write({
      time: new Date(arrived).toISOString(),
      service: request?.service ?? '',
      operation: request?.operation ?? '',
      method: source.method ?? '',
      path: source.url ?? '',
      status: typeof treatment?.instead === 'string' ? 0 : response.statusCode,
      ms: Date.now() - arrived,
      answeredBy: answer?.by ?? 'gateway',
      ...(answer?.broken && { unimplemented: true as const }),
      ...(treatment?.injected && { injected: treatment.injected }),
    });
  }
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
