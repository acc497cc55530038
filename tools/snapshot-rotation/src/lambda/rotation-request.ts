import type { RotationRequest as ConfiguredRequest } from '@strata/config';

/**
 * What EventBridge Scheduler hands the function: all that a rotation needs to know, as its schedule's input.
 */
export interface RotationRequest extends ConfiguredRequest {
  /**
   * The time for which the run was scheduled, ISO 8601: `<aws.scheduler.scheduled-time>` in the schedule's input. It is
   * the same however often the schedule tries, so the run has one id, and a retry finishes what is there.
   * @default the run is known by the invocation's request id, which Lambda's own retries share
   */
  readonly scheduledTime?: string | undefined;
}
