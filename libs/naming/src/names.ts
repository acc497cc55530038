import { createHash } from 'node:crypto';
import type { Layer } from './layers';

/** The product's name: the first part of every resource name and the value of the `Project` tag. */
export const PROJECT = 'strata';

/** Key prefixes in the archive bucket, without slashes: who writes where. */
export const ARCHIVE_PREFIXES = { share: 'efs', processor: 'processor' } as const;

/** What names are made of. */
export interface NamingScope {
  /** Environment name, lower case, as in the environment file. */
  readonly environment: string;
  /** Twelve-digit AWS account id. */
  readonly account: string;
  /** AWS Region, e.g. `eu-central-1`. */
  readonly region: string;
}

/**
 * The name of a resource that is unique within an account and Region: `strata-<environment>-<parts…>`.
 *
 * @param maxLength longest name the service takes (load balancers 32, IAM roles 64, most others 128 or more).
 * A longer name is cut and ends in a hash of the whole, so that two long names stay different.
 */
export function resourceName(scope: NamingScope, parts: string | readonly string[], maxLength = 64): string {
  const name = [PROJECT, scope.environment, ...(typeof parts === 'string' ? [parts] : parts)].join('-');
  return shorten(name, maxLength);
}

/**
 * A bucket name, unique over all of AWS by account and Region: `strata-<environment>-<purpose>-<account>-<region>`.
 * S3 takes 3 to 63 characters: lower-case letters, digits, dots and hyphens
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
 */
export function bucketName(scope: NamingScope, purpose: string): string {
  return shorten(`${PROJECT}-${scope.environment}-${purpose}-${scope.account}-${scope.region}`, 63);
}

/** Tags that every resource carries. `extra` are the environment's own; they cannot replace ours. */
export function resourceTags(
  scope: NamingScope,
  layer: Layer,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ...extra,
    Project: PROJECT,
    Environment: scope.environment,
    Layer: layer,
    ManagedBy: 'terraform',
  };
}

/** CloudWatch log group for one component: `/strata/<environment>/<component>`. */
export function logGroupName(scope: NamingScope, component: string): string {
  return `/${PROJECT}/${scope.environment}/${component}`;
}

/** CloudWatch namespace of the metrics that Strata publishes itself. */
export function metricNamespace(scope: NamingScope): string {
  return `Strata/${scope.environment}`;
}

function shorten(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, maxLength - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
