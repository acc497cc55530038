import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** Where an invocation runs and writes. */
export interface Sandbox {
  readonly taskRoot: string;
  readonly region: string;
  /** The gateway. */
  readonly endpoint: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/**
 * The environment of a function's process: Lambda's own variables, an endpoint, and the function's. Nothing of ours
 * goes along but where programs are.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(
  configuration: FunctionConfiguration,
  sandbox: Sandbox,
  path = process.env['PATH'] ?? '',
): Record<string, string> {
  return {
    PATH: path,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: sandbox.endpoint,
    // Asked for by no SDK that has credentials, and no machine here has it.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...configuration.Environment?.Variables,
    _HANDLER: configuration.Handler ?? '',
    LAMBDA_TASK_ROOT: sandbox.taskRoot,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
    AWS_REGION: sandbox.region,
    AWS_DEFAULT_REGION: sandbox.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName ?? '',
    AWS_LAMBDA_FUNCTION_VERSION: configuration.Version ?? '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize ?? 128),
    AWS_LAMBDA_LOG_GROUP_NAME: sandbox.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: sandbox.logStream,
  };
}
