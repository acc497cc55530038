/** A failed call, for the person who runs Strata. The SDK's own error is the `cause`. */
export abstract class AwsFailure extends Error {
  /**
   * @param action as IAM names it, such as `ec2:DeleteSnapshot`
   * @param resource what it was to be done to, such as `snap-1`
   * @param exitCode 1: an operation failed; 2: bad usage or configuration
   */
  constructor(
    message: string,
    readonly action: string,
    readonly resource: string | undefined,
    cause: unknown,
    readonly exitCode: number = 1,
  ) {
    super(message, { cause });
  }
}

/** The credentials lack a permission. */
export class AccessDeniedByAwsError extends AwsFailure {
  override readonly name = 'AccessDeniedByAwsError';
}

/** There are no credentials, or AWS does not take them. */
export class CredentialsError extends AwsFailure {
  override readonly name = 'CredentialsError';
}

/** No connection to the service came about. */
export class UnreachableError extends AwsFailure {
  override readonly name = 'UnreachableError';
}

/** What the call named is not there, in this account and Region. */
export class NotFoundInAwsError extends AwsFailure {
  override readonly name = 'NotFoundInAwsError';
}

/** AWS went on throttling through all attempts. */
export class ThrottledByAwsError extends AwsFailure {
  override readonly name = 'ThrottledByAwsError';
}

/** AWS refused the call, or went on failing; its code and message say why. */
export class AwsCallError extends AwsFailure {
  override readonly name = 'AwsCallError';
}
