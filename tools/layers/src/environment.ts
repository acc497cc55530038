import type { EnvironmentConfig } from '@strata/config';

/** Variables to set, and variables to take away, for everything that talks to an environment. */
export interface EnvironmentVariables {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/**
 * The variables that point cdktf, Terraform, the AWS CLI and the SDKs at an environment.
 *
 * A local AWS takes any credentials, so placeholders are set, and nothing of the user's own account is left in
 * reach. For a real environment there are no credentials here: they come from the user's own login.
 */
export function environmentVariables(config: EnvironmentConfig): EnvironmentVariables {
  const common = {
    STRATA_ENV: config.name,
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
  };
  if (!config.endpoint) return { set: common, unset: ['STRATA_ENDPOINT', 'AWS_ENDPOINT_URL'] };
  return {
    set: {
      ...common,
      STRATA_ENDPOINT: config.endpoint,
      AWS_ENDPOINT_URL: config.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Without it the SDKs ask the instance metadata service, and wait for its silence.
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    unset: ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
  };
}

/** `base` with the variables set and taken away. */
export function withVariables(
  base: NodeJS.ProcessEnv,
  ...all: readonly EnvironmentVariables[]
): NodeJS.ProcessEnv {
  const env = { ...base };
  for (const { set, unset } of all) {
    for (const name of unset) delete env[name];
    Object.assign(env, set);
  }
  return env;
}
