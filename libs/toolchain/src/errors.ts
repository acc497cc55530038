import { ExitCode, StrataError } from '@strata/cli-kit';

const GET_TERRAFORM =
  'Install Terraform 1.10 or newer (https://developer.hashicorp.com/terraform/install) ' +
  'or name its binary: STRATA_TERRAFORM=/path/to/terraform';

/** No Terraform binary where one was looked for. */
export class TerraformMissingError extends StrataError {
  override readonly name = 'TerraformMissingError';

  constructor(lookedFor: string) {
    super({ what: `Terraform was not found: looked for ${lookedFor}`, fix: GET_TERRAFORM }, ExitCode.usage);
  }
}

/** A Terraform that does not answer `terraform version -json`. */
export class TerraformBrokenError extends StrataError {
  override readonly name = 'TerraformBrokenError';

  constructor(path: string, answer: string) {
    super(
      {
        what: `${path} does not work as Terraform: \`version -json\` failed`,
        got: answer,
        fix: GET_TERRAFORM,
      },
      ExitCode.usage,
    );
  }
}

/** A Terraform older than the one that brought S3 native locking. */
export class TerraformTooOldError extends StrataError {
  override readonly name = 'TerraformTooOldError';

  constructor(path: string, version: string, minimum: string) {
    super(
      {
        what: `Terraform is too old for S3 native state locking (${path})`,
        got: version,
        allowed: `${minimum} or newer`,
        fix: GET_TERRAFORM,
      },
      ExitCode.usage,
    );
  }
}

/** A provider mirror that was named explicitly but does not hold the provider. */
export class MirrorInvalidError extends StrataError {
  override readonly name = 'MirrorInvalidError';

  constructor(directory: string, expected: string) {
    super(
      {
        what: 'STRATA_PROVIDER_MIRROR names no mirror of the provider',
        got: directory,
        allowed: `a directory that holds ${expected}`,
        fix: 'Correct it, or unset it to have the usual places searched.',
      },
      ExitCode.usage,
    );
  }
}

/** Neither a mirror with the provider nor a registry that answers. */
export class ProviderUnavailableError extends StrataError {
  override readonly name = 'ProviderUnavailableError';

  constructor(provider: string, registry: string, options?: ErrorOptions) {
    super(
      {
        what: `Terraform provider ${provider} is in no local mirror, and ${registry} does not answer`,
        fix:
          'Connect to the network, or name a mirror made by `terraform providers mirror <directory>`: ' +
          'STRATA_PROVIDER_MIRROR=<directory>',
      },
      ExitCode.usage,
      options,
    );
  }
}
