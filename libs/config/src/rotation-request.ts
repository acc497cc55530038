import { metricNamespace } from '@strata/naming';
import type { EnvironmentConfig, SnapshotPolicyConfig } from './environment-config';

/** All that one run of one snapshot policy needs to know: plain data, so that a schedule can hand it to a function. */
export interface RotationRequest {
  /** Environment name. */
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  readonly policy: SnapshotPolicyConfig;
  /** Recovery point objective, minutes. */
  readonly rpoMinutes: number;
  /** CloudWatch namespace of the metrics. */
  readonly metricNamespace: string;
  /** Client-side limits on EC2 calls. */
  readonly limits: EnvironmentConfig['backup']['snapshots']['rateLimits'];
}

/** The request of one of an environment's policies. */
export function rotationRequest(
  { name, account, region, backup }: EnvironmentConfig,
  policy: SnapshotPolicyConfig,
): RotationRequest {
  return {
    environment: name,
    region,
    account,
    policy,
    rpoMinutes: backup.objectives.rpoHours * 60,
    metricNamespace: metricNamespace({ environment: name, account, region }),
    limits: backup.snapshots.rateLimits,
  };
}
