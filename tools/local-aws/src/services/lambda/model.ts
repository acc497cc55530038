import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

/** A version of a function as an invocation needs it. */
export interface DeployedFunction {
  readonly configuration: FunctionConfiguration;
  /** Reserved concurrency; undefined when none is set. */
  readonly reserved: number | undefined;
}

/** `arn:…:function:name` of a function ARN with or without a qualifier. */
export function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}

/** Delivery settings of asynchronous invocations: API_FunctionEventInvokeConfig.html. */
export interface EventInvokeConfig {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}
