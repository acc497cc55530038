import { bucketName } from './bucket-name';
import type { AwsClock } from './clock';
import { failureKind } from './failures';
import type { RateLimiter } from './rate-limiter';

/** The parts of the SDK's middleware that are used; its own types are in packages that we do not depend on. */
interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
  readonly __smithy_context?: { readonly abortSignal?: AbortSignal };
  /** Ours: whether it is certain, so far, that nothing was carried out. */
  strataCarriedOutNothing?: boolean;
}
interface Answer {
  readonly response?: { readonly headers?: Readonly<Record<string, string>> };
}
type Handler = (args: { readonly input: unknown }) => Promise<Answer>;
/** A middleware of the SDK. */
export type Middleware = (next: Handler, context: Context) => Handler;

/** What a client of the SDK has to put middleware on. */
export interface MiddlewareStack {
  add(middleware: Middleware, options: { readonly step: 'deserialize'; priority: 'low'; name: string }): void;
  addRelativeTo(
    middleware: Middleware,
    options: { readonly relation: 'before' | 'after'; toMiddleware: string; name: string },
  ): void;
}

function drawTokens(limiter: RateLimiter): Middleware {
  return (next, context) => async (args) => {
    const bucket = bucketName(context.clientName ?? '', context.commandName ?? '', args.input);
    context.strataCarriedOutNothing = true;
    await limiter.take(bucket, context.__smithy_context?.abortSignal);
    context.strataCarriedOutNothing = false;
    try {
      const answer = await next(args);
      limiter.succeeded(bucket);
      return answer;
    } catch (error) {
      const kind = failureKind(error);
      if (kind === 'throttled') limiter.throttled(bucket);
      context.strataCarriedOutNothing = kind === 'throttled' || kind === 'unreachable';
      throw error;
    }
  };
}

/** The SDK tells of every aborted call alike; who waited for a token must not be told that the outcome is unclear. */
const tellAbortsApart: Middleware = (next, context) => async (args) => {
  try {
    return await next(args);
  } catch (error) {
    if (context.strataCarriedOutNothing) context.__smithy_context?.abortSignal?.throwIfAborted();
    throw error;
  }
};

function readClock(clock: AwsClock): Middleware {
  return (next) => async (args) => {
    const sentAt = clock.localNow();
    const answer = await next(args);
    const headers = answer.response?.headers;
    // An answer out of a cache tells when it was put there.
    if (headers?.['date'] && !headers['age']) clock.note(headers['date'], sentAt, clock.localNow());
    return answer;
  };
}

/**
 * Draws a token per attempt: behind the SDK's retries, so that each attempt draws its own, and before the signing, for
 * a signature is good for five minutes and a wait for tokens can be longer. A call that is aborted while it waits, or
 * backs off from a throttle, throws the signal's own reason: nothing was carried out.
 */
export function limitRate(stack: MiddlewareStack, limiter: RateLimiter): void {
  const toMiddleware = 'retryMiddleware';
  stack.addRelativeTo(drawTokens(limiter), { relation: 'after', toMiddleware, name: 'strataRateLimit' });
  stack.addRelativeTo(tellAbortsApart, { relation: 'before', toMiddleware, name: 'strataAborts' });
}

/** Notes AWS's clock: next to the wire, where answers that the SDK will make errors of still have their headers. */
export function learnClock(stack: MiddlewareStack, clock: AwsClock): void {
  stack.add(readClock(clock), { step: 'deserialize', priority: 'low', name: 'strataClock' });
}
