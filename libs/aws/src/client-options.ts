/** Where calls go: a Region of AWS, or a local AWS. */
export interface AwsTarget {
  readonly region: string;
  /** Base URL of a local AWS; absent for AWS itself. */
  readonly endpoint?: string | undefined;
}

/** Options that every AWS SDK client of Strata is made with. */
export interface ClientOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts?: number;
}

/**
 * Client options for a target. AWS itself is reached with the caller's own credentials (environment, profile, role);
 * a local AWS takes any, so none need to be set up, and none of the user's own are ever sent there.
 */
export function clientOptions(target: AwsTarget): ClientOptions {
  if (!target.endpoint) return { region: target.region };
  return {
    region: target.region,
    endpoint: target.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // What does not run answers at once; more retries would only make the user wait.
    maxAttempts: 2,
  };
}

/** The same for S3, which a local AWS serves by path rather than by host name. */
export function s3ClientOptions(target: AwsTarget): ClientOptions & { readonly forcePathStyle?: true } {
  return { ...clientOptions(target), ...(target.endpoint ? { forcePathStyle: true as const } : {}) };
}
