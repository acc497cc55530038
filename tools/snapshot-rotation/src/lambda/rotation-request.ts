import type { RateLimits } from '@strata/aws';
import type { SnapshotPolicyConfig } from '@strata/config';

/** What EventBridge Scheduler hands the function: all that a rotation needs to know, as its schedule's input. */
export interface RotationRequest {
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  readonly policy: SnapshotPolicyConfig;
  /** Recovery point objective, minutes. */
  readonly rpoMinutes: number;
  /** CloudWatch namespace of the metrics. */
  readonly metricNamespace: string;
  /** @default AWS's published limits */
  readonly limits?: RateLimits | 'published' | 'none' | undefined;
}
