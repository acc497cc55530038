import { type AwsTarget, clientOptions } from './client-options';
import type { AwsClock } from './clock';
import { learnClock, limitRate, type MiddlewareStack } from './middleware';
import type { RateLimiter } from './rate-limiter';
import { DEFAULT_ATTEMPTS, type Retries, RetryStrategy } from './retries';

/** How a client is connected. */
export interface ConnectOptions {
  /** Which failures are repeated, see Retries. */
  readonly retries: Retries;
  /** Attempts per call, ≥ 1. @default 8, see DEFAULT_ATTEMPTS */
  readonly attempts?: number;
  /** Gives the tokens, one per attempt; share one among all clients of an account and Region. @default no limits */
  readonly limiter?: RateLimiter;
  /** Learns AWS's time from the answers. */
  readonly clock?: AwsClock;
  /** Longest wait for a connection, milliseconds. @default 5000 */
  readonly connectionTimeoutMs?: number;
  /** Longest wait for an answer, and longest silence within one, milliseconds. @default 60000 */
  readonly requestTimeoutMs?: number;
  /** More of the client's own configuration, such as `forcePathStyle` of S3. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

const CONNECTION_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 60_000;
/** More than there are workers: a call that waits for a socket would run into the timeout for connections. */
const MAX_SOCKETS = 256;

/** The SDK's own HTTP handler is made of these; without them it waits for ever for an answer that never comes. */
function requestHandler(options: ConnectOptions): Readonly<Record<string, unknown>> {
  const requestTimeout = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return {
    connectionTimeout: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    requestTimeout,
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
    httpAgent: agent,
    httpsAgent: agent,
  };
}

/**
 * A client of one AWS service, of any client class of the SDK v3, with our retries, timeouts, token buckets and clock.
 * Errors are the SDK's own: see `failureKind` and `explainAwsError`.
 * @throws RangeError when less than one attempt is asked for
 */
export function connect<Client>(
  ClientClass: new (configuration: never) => Client,
  target: AwsTarget,
  options: ConnectOptions,
): Client {
  const attempts = options.attempts ?? DEFAULT_ATTEMPTS;
  if (!(Number.isInteger(attempts) && attempts >= 1)) {
    throw new RangeError(`attempts is ${attempts}; allowed are whole numbers from 1.`);
  }
  const configuration = {
    ...clientOptions(target),
    maxAttempts: attempts,
    retryStrategy: new RetryStrategy(options.retries, attempts),
    requestHandler: requestHandler(options),
    ...options.configuration,
  };
  const client = new (ClientClass as new (configuration: unknown) => Client)(configuration);
  const stack = (client as { readonly middlewareStack: MiddlewareStack }).middlewareStack;
  if (options.limiter) limitRate(stack, options.limiter);
  if (options.clock) learnClock(stack, options.clock);
  return client;
}
