import { AwsFailure } from './errors';

/**
 * What a failed call means to its caller.
 * - `throttled`: AWS refused it for its rate; it was certainly not carried out.
 * - `unclear`: a 5xx, a reset, a timeout, an answer that cannot be read: it may or may not have been carried out.
 * - `denied`: the credentials are good, but lack the permission.
 * - `not-found`: what the call names is not there.
 * - `refused`: AWS understood it and said no (wrong input, wrong state, a quota); certainly not carried out.
 * - `expired-credentials`: there are no credentials, or AWS does not take them (expired, unknown, wrong signature).
 * - `unreachable`: no connection came about, so the call never left.
 */
export type FailureKind =
  'throttled' | 'unclear' | 'denied' | 'not-found' | 'refused' | 'expired-credentials' | 'unreachable';

/** The fields of the SDK's and of Node's errors that are looked at. */
interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly errors?: readonly unknown[];
  readonly $fault?: 'client' | 'server';
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
}

const THROTTLES: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const DENIALS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

const CREDENTIALS: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'InvalidToken',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);

/**
 * The state of what is asked for forbids it, not a policy, though S3 answers 403: it is archived, and no retrieved copy
 * is there. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
const WRONG_STATES: ReadonlySet<string> = new Set(['InvalidObjectState', 'ObjectNotInActiveTierError']);

const UNCLEAR: ReadonlySet<string> = new Set(['RequestTimeout', 'RequestTimeoutException', 'TimeoutError']);

/** AWS answers these with status 500, though nothing was done and nothing is unclear. */
const NO_CAPACITY = /^Insufficient\w*Capacity$/;
const NOT_FOUND = /NotFound(Exception|Fault)?$|^NoSuch/;
/** Certificates that do not check: the connection was given up before anything was sent. */
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|ERR_SSL_|SELF_SIGNED_CERT|DEPTH_ZERO_|UNABLE_TO_)/;
/**
 * Node's failures to connect ("connect ECONNREFUSED …"), by message: the SDK wraps an Error of another realm (a VM
 * context, as in Jest) and keeps nothing else of it. A host can also become unreachable under a connection that has
 * carried a call: the message then begins with another system call.
 */
const FAILED_TO_CONNECT = /\b(connect|getaddrinfo) E[A-Z_]+/;
/** How the SDK's HTTP handler says that no connection was made in time; it has no code for it. */
const NO_CONNECTION = /did not establish a connection/;

function isUnreachable(error: Failure): boolean {
  if (error.$fault !== undefined) return false;
  if (error.errors?.length) return error.errors.every((inner) => isUnreachable(inner as Failure));
  const message = error.message ?? '';
  return FAILED_TO_CONNECT.test(message) || NO_CONNECTION.test(message) || CERTIFICATE.test(error.code ?? '');
}

/**
 * Whether it is a mistake of a program, thrown before anything was sent. With a status it is not: the SDK throws
 * TypeErrors, too, on good answers that it cannot read.
 */
export function isMistake(error: unknown): boolean {
  if ((error as Failure | undefined)?.$metadata?.httpStatusCode !== undefined) return false;
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

function kindOfAnswer(code: string, status: number, message: string): FailureKind {
  if (THROTTLES.has(code) || status === 429) return 'throttled';
  if (code === 'AuthFailure') return /access credentials/i.test(message) ? 'expired-credentials' : 'denied';
  if (DENIALS.has(code)) return 'denied';
  if (WRONG_STATES.has(code)) return 'refused';
  if (CREDENTIALS.has(code)) return 'expired-credentials';
  if (NOT_FOUND.test(code)) return 'not-found';
  if (UNCLEAR.has(code)) return 'unclear';
  if (status >= 500) return NO_CAPACITY.test(code) ? 'refused' : 'unclear';
  if (status === 403) return 'denied';
  if (status === 404) return 'not-found';
  return status >= 400 ? 'refused' : 'unclear';
}

/**
 * The code that AWS or the network gave a failure, such as `InvalidSnapshot.InUse` or `ECONNRESET`, without the
 * `Client.` or `Server.` in front that some answers have; undefined for what is no error. Of an explained error it is
 * the code of its cause.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (error instanceof AwsFailure) return errorCode(error.cause);
  const { name, code, $fault } = error as Failure;
  const found = $fault === undefined ? (code ?? name) : name;
  return typeof found === 'string' ? found.replace(/^(Client|Server)\./, '') : undefined;
}

/** The kind of a failure. What is not known is `unclear`: for a write, that is the kind that is looked into. Of an
 * explained error it is the kind of its cause. */
export function failureKind(error: unknown): FailureKind {
  if (typeof error !== 'object' || error === null) return 'unclear';
  if (error instanceof AwsFailure) return failureKind(error.cause);
  const failure = error as Failure;
  if (isUnreachable(failure)) return 'unreachable';
  if (isMistake(error)) return 'refused';
  return kindOfAnswer(errorCode(error) ?? '', failure.$metadata?.httpStatusCode ?? 0, failure.message ?? '');
}

/**
 * Whether the SDK has set its clock right on this answer, so that the next signature will have the right time. It says
 * so of every failed call while the clocks differ by more than four minutes, of those too that failed for another
 * reason: ask only of those whose signature was refused.
 */
export function isClockCorrected(error: unknown): boolean {
  return (error as Failure | undefined)?.$metadata?.clockSkewCorrected === true;
}
