import { ExitCode, StrataError } from '@strata/cli-kit';

/** The environment's state bucket does not exist. */
export class StateBucketMissingError extends StrataError {
  override readonly name = 'StateBucketMissingError';

  constructor(bucket: string, environment: string) {
    super(
      {
        what: `The bucket for the Terraform states of environment ${environment} does not exist: ${bucket}`,
        fix: `Create it: ./strata state bootstrap --env ${environment}`,
      },
      ExitCode.usage,
    );
  }
}

/** The state bucket belongs to another account, or these credentials may not use it. */
export class StateBucketForbiddenError extends StrataError {
  override readonly name = 'StateBucketForbiddenError';

  constructor(bucket: string, options?: ErrorOptions) {
    super(
      {
        what: `These credentials may not use the state bucket ${bucket}`,
        fix:
          'Use credentials of the account that owns it, with s3:ListBucket, s3:GetObject, s3:PutObject and ' +
          's3:DeleteObject there; bucket names are global, so it may also belong to someone else: set state.bucket.',
      },
      ExitCode.usage,
      options,
    );
  }
}

/** Nothing answers at the environment's endpoint. */
export class EndpointUnreachableError extends StrataError {
  override readonly name = 'EndpointUnreachableError';

  constructor(endpoint: string | undefined, region: string, options?: ErrorOptions) {
    super(
      endpoint
        ? { what: `The local AWS at ${endpoint} does not answer`, fix: 'Start it: ./strata local up' }
        : {
            what: `S3 in ${region} does not answer`,
            fix: 'Check the network and the Region of the environment.',
          },
      ExitCode.usage,
      options,
    );
  }
}

/** No credentials for AWS, or expired ones. */
export class CredentialsError extends StrataError {
  override readonly name = 'CredentialsError';

  constructor(detail: string, options?: ErrorOptions) {
    super(
      {
        what: `AWS credentials are missing or were refused (${detail})`,
        fix: 'Log in (`aws sso login`), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      },
      ExitCode.usage,
      options,
    );
  }
}

/** A state object that is not a Terraform state of format version 4. */
export class StateUnreadableError extends StrataError {
  override readonly name = 'StateUnreadableError';

  constructor(location: string, got: string) {
    super({
      what: `${location} is no Terraform state of format version 4`,
      got,
      fix: 'The bucket is versioned: look at its earlier versions before anything is written over it.',
    });
  }
}

/** A layer without a state, or with an empty one. */
export class LayerNotDeployedError extends StrataError {
  override readonly name = 'LayerNotDeployedError';

  constructor(layer: string, environment: string) {
    super(
      {
        what: `Layer ${layer} is not deployed in environment ${environment}`,
        fix: `Deploy it: npx nx deploy ${layer}`,
      },
      ExitCode.usage,
    );
  }
}
