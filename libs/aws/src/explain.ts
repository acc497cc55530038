import {
  AccessDeniedByAwsError,
  AwsCallError,
  CredentialsError,
  NotFoundInAwsError,
  ThrottledByAwsError,
  UnreachableError,
} from './errors';
import { errorCode, failureKind, isMistake } from './failures';

/** What was tried when a call failed. */
export interface CallContext {
  /** As IAM names it, such as `ec2:DeleteSnapshot`. */
  readonly action: string;
  /** What it was to be done to: ids or ARNs. */
  readonly resource?: string | undefined;
  /** Where, for the hint at ids of other Regions. */
  readonly region?: string | undefined;
  /** What to do about a refusal, as a sentence; undefined where its words are enough. */
  readonly fixOf?: ((code: string) => string | undefined) | undefined;
  /** Exit code of a refusal or of something not found: 2 when the user named it and nothing was done. @default 1 */
  readonly exitCode?: number | undefined;
}

/** The scrambled details of a denial: long, unreadable without `sts:DecodeAuthorizationMessage`, and not for logs. */
const ENCODED = /\s*Encoded authorization failure message:\s*\S*/gi;
const WHO = /\b(?:User|Principal): (\S+)/;
const WHY = /because (.+)$/;
/** A call may need more than the action that it is named after: AWS often says which one is missing. */
const NEEDED = /is not authorized to perform: ([\w-]+:\w+)/;

/** Errors that are no answer of AWS: mistakes of a program, aborted calls, and what is in words already. */
function isForeign(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return isMistake(error) || error.name === 'AbortError' || 'exitCode' in error;
}

/** AWS's message on one line, without its full stop and without what must not be shown. */
function messageOf(error: unknown): string {
  const message = error instanceof Error || hasMessage(error) ? error.message : String(error);
  return message.replace(ENCODED, '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
}

function hasMessage(error: unknown): error is { readonly message: string } {
  return (
    typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
  );
}

/** AWS's code, and its message where it has one. */
function said(error: unknown): string {
  return [errorCode(error), messageOf(error)].filter((part) => part).join(': ');
}

function denied(error: unknown, what: string, { action }: CallContext): string {
  const message = messageOf(error);
  const who = WHO.exec(message)?.[1] ?? 'these credentials';
  const why = WHY.exec(message)?.[1];
  const needed = NEEDED.exec(message)?.[1] ?? action;
  return (
    `AWS does not allow ${what} to ${who}${why ? `, because ${why}` : ''}. ` +
    `Allow ${needed} in a policy of that role or user, and check its conditions on tags.`
  );
}

/** How AWS says that a session is over: S3 and the query protocols, the JSON protocols, EC2. */
const EXPIRED: ReadonlySet<string | undefined> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);

/**
 * How AWS answers good credentials in a Region that the account has not enabled, too: EC2, the JSON protocols, the query
 * protocols (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html).
 */
const NOT_ENABLED: ReadonlySet<string | undefined> = new Set([
  'AuthFailure',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
]);

function badCredentials(error: unknown, what: string, region: string | undefined): string {
  const code = errorCode(error);
  if (EXPIRED.has(code)) {
    return (
      `The AWS credentials have expired: ${what} got ${said(error)}. Renew them: aws sso login for a profile that ` +
      `signs in, or new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN where those are set. ` +
      `If they are new, check this machine’s clock.`
    );
  }
  if (code === 'CredentialsProviderError' || code === 'TokenProviderError') {
    return (
      `No AWS credentials for ${what}: ${messageOf(error)}. ` +
      `Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached.`
    );
  }
  return (
    `AWS does not take the credentials for ${what}: ${said(error)}. ` +
    `Renew them and check this machine’s clock.${NOT_ENABLED.has(code) ? optIn(region) : ''}`
  );
}

function optIn(region: string = '<region>'): string {
  return (
    ` If they are good elsewhere, the account has not enabled this Region: ` +
    `aws account get-region-opt-status --region-name ${region}.`
  );
}

function notFound(error: unknown, { action, resource, region }: CallContext): string {
  const where = region ? ` in ${region}` : '';
  return (
    `${resource ?? 'What was asked for'} was not found${where} (${action}: ${said(error)}). ` +
    `Ids belong to one account and Region: check the id, the Region and the profile.`
  );
}

/**
 * The failure of a call in words: what was tried, on what, what AWS said, what to do. Names action and resource, never
 * prints an encoded authorization message. An error that is explained already comes back as it is, and so do errors
 * that AWS has no part in.
 */
export function explainAwsError(error: unknown, context: CallContext): Error {
  if (isForeign(error)) return error as Error;
  const { action, resource, exitCode } = context;
  const what = resource ? `${action} on ${resource}` : action;
  switch (failureKind(error)) {
    case 'denied':
      return new AccessDeniedByAwsError(denied(error, what, context), action, resource, error);
    case 'expired-credentials':
      return new CredentialsError(badCredentials(error, what, context.region), action, resource, error, 2);
    case 'not-found':
      return new NotFoundInAwsError(notFound(error, context), action, resource, error, exitCode);
    case 'unreachable': {
      const hint = 'Check the network, the Region’s name and the endpoint (AWS_ENDPOINT_URL).';
      const message = `No connection to AWS for ${what}: ${messageOf(error)}. ${hint}`;
      return new UnreachableError(message, action, resource, error);
    }
    case 'throttled': {
      const hint =
        'Something else uses up the account’s limit in this Region: run again later, or raise the limit.';
      const message = `AWS went on throttling ${what} (${errorCode(error)}). ${hint}`;
      return new ThrottledByAwsError(message, action, resource, error);
    }
    case 'refused': {
      const fix = context.fixOf?.(errorCode(error) ?? '');
      const message = `AWS refused ${what}: ${said(error)}.${fix === undefined ? '' : ` ${fix}`}`;
      return new AwsCallError(message, action, resource, error, exitCode);
    }
    case 'unclear': {
      const message = `AWS gave no clear answer to ${what}: ${said(error)}.`;
      return new AwsCallError(message, action, resource, error);
    }
  }
}
