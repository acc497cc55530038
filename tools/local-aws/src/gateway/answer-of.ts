import type { IncomingMessage } from 'node:http';
import type { IncomingRequest } from './incoming';
import { bufferAnswer, replayToMoto, streamToMoto } from './proxy';
import { forwardedHeaders, headerRecord } from './proxy-headers';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from './service';
import { callName, isBreakdownPage, maybeBreakdown, unimplemented } from './unimplemented';

/** Who can answer. */
export interface AnswerOptions {
  /** Empty until moto listens; requests before that are answered with 503, which clients retry. */
  readonly motoEndpoint: () => string;
  /** At most one per signing name; may be filled until moto listens. */
  readonly services: readonly GatewayService[];
  readonly log: (message: string) => void;
  /** Asked at each request: the endpoint is known only once the server listens. */
  readonly context: () => Omit<GatewayContext, 'forward'>;
}

/** An answer on its way: whole, or moto's own, whose body still streams. */
export interface Answer {
  readonly by: 'gateway' | 'moto';
  readonly content: GatewayResponse | IncomingMessage;
  /** Set when moto broke down and a plain statement of that takes its place. */
  readonly broken?: true;
}

/** Has a call carried out: by the service that answers or amends it, else by moto alone. */
export async function answerOf(request: IncomingRequest, options: AnswerOptions): Promise<Answer> {
  const service = options.services.find((candidate) => candidate.name === request.service);
  const handled = await service?.handle(request, contextFor(options));
  if (handled) return { by: 'gateway', content: handled };
  const answer = await streamToMoto(options.motoEndpoint(), request);
  if (!maybeBreakdown(answer)) return { by: 'moto', content: answer };
  const content = await readAnswer(answer, request, options);
  return { by: 'moto', content, ...(content.status === 501 && { broken: true }) };
}

/** Lets an answer go that nobody will hear, once it is whole. */
export async function discard({ content }: Answer): Promise<void> {
  if ('rawHeaders' in content) await bufferAnswer(content);
}

function contextFor(options: AnswerOptions): GatewayContext {
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
  options: AnswerOptions,
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
