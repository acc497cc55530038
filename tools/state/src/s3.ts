import { S3Client } from '@aws-sdk/client-s3';
import { s3ClientOptions } from '@strata/aws';
import type { EnvironmentConfig } from '@strata/config';
import {
  CredentialsError,
  EndpointUnreachableError,
  StateBucketForbiddenError,
  StateBucketMissingError,
} from './errors';

/** A client for the state bucket. At a local endpoint any credentials do, so none need to be set up. */
export function stateClient(config: EnvironmentConfig): S3Client {
  return new S3Client(s3ClientOptions({ region: config.state.region, endpoint: config.endpoint }));
}

/** Runs `use` with a client for the state bucket; tells the usual faults apart and closes the client. */
export async function withStateClient<T>(
  config: EnvironmentConfig,
  use: (client: S3Client) => Promise<T>,
): Promise<T> {
  const client = stateClient(config);
  try {
    return await use(client);
  } catch (error) {
    throw explained(error, config);
  } finally {
    client.destroy();
  }
}

/** HTTP status of an SDK error; undefined when nothing answered. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'EAI_AGAIN',
]);
const BAD_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
]);

function explained(error: unknown, config: EnvironmentConfig): unknown {
  const { name = '', code = '', message = '' } = error as { name?: string; code?: string; message?: string };
  const options = { cause: error };
  if (UNREACHABLE.has(code) || name === 'TimeoutError') {
    return new EndpointUnreachableError(config.endpoint, config.state.region, options);
  }
  if (BAD_CREDENTIALS.has(name)) return new CredentialsError(message, options);
  if (name === 'NoSuchBucket') return new StateBucketMissingError(config.state.bucket, config.name);
  if (statusOf(error) === 403) return new StateBucketForbiddenError(config.state.bucket, options);
  return error;
}
