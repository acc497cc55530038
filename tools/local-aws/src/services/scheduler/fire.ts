import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayContext } from '../../gateway/service';
import { deliver, sendToQueue } from '../events/delivery/deliver';
import { type Attempt, seconds, targetPayload } from './payload';
import { assertRoleMayReach } from './role';

/** How a firing ended. */
export interface FireReport {
  /** ARN of the schedule. */
  readonly schedule: string;
  readonly executionId: string;
  readonly attempts: number;
  readonly delivered: boolean;
  /** Why the target was not reached. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Further attempts that are made here at most, whatever the policy says: AWS takes a day for its 185. */
const MAX_RETRIES = 5;

/** Errors that stay: a further attempt would meet them again. */
const LASTING = /AccessDenied|NotFound|NonExistent|InvalidParameter|UnsupportedTarget|Validation/;

/**
 * Invokes a schedule's target with its role, tries again as its retry policy says (shortened), and puts what never
 * arrived into its dead-letter queue.
 *
 * @param retryDelayMs wait before the second attempt; doubles
 */
export async function fire(
  schedule: GetScheduleOutput,
  scheduledTime: Date,
  context: GatewayContext,
  retryDelayMs: number,
  signal: AbortSignal,
): Promise<FireReport> {
  const { Arn: arn = '', RetryPolicy = {}, RoleArn = '', SqsParameters } = schedule.Target ?? {};
  const retries = Math.min(RetryPolicy.MaximumRetryAttempts ?? 185, MAX_RETRIES);
  const started = context.now().getTime();
  for (let number = 1; ; number += 1) {
    const attempt = { scheduledTime, number, executionId: randomBytes(8).toString('hex') };
    const report = { schedule: schedule.Arn ?? '', executionId: attempt.executionId, attempts: number };
    const payload = targetPayload(schedule, attempt);
    try {
      await assertRoleMayReach(RoleArn, arn, context);
      await deliver({ Id: 'schedule', Arn: arn, SqsParameters }, payload, context);
      return { ...report, delivered: true };
    } catch (cause) {
      const error = { code: (cause as Error).name, message: (cause as Error).message };
      const tooOld =
        context.now().getTime() - started > (RetryPolicy.MaximumEventAgeInSeconds ?? 86_400) * 1000;
      if (number <= retries && !tooOld && !signal.aborted && !LASTING.test(error.code)) {
        await sleep(retryDelayMs * 2 ** (number - 1), undefined, { signal }).catch(() => undefined);
        continue;
      }
      await bury(schedule, attempt, payload, error, context);
      return { ...report, delivered: false, error };
    }
  }
}

/** Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
async function bury(
  schedule: GetScheduleOutput,
  attempt: Attempt,
  payload: string,
  error: { readonly code: string; readonly message: string },
  context: GatewayContext,
): Promise<void> {
  const target = schedule.Target?.Arn ?? '';
  const queue = schedule.Target?.DeadLetterConfig?.Arn;
  const fate = queue === undefined ? 'it is lost (no dead-letter queue)' : `it goes to ${queue}`;
  context.log(`scheduler: ${schedule.Name} could not invoke ${target}: ${error.message}; ${fate}`);
  if (queue === undefined) return;
  const lasting = LASTING.test(error.code);
  try {
    await sendToQueue(queue, payload, context, undefined, {
      SCHEDULE_ARN: schedule.Arn ?? '',
      TARGET_ARN: target,
      EXECUTION_ID: attempt.executionId,
      SCHEDULED_TIME: seconds(attempt.scheduledTime),
      RETRY_ATTEMPTS: String(attempt.number - 1),
      ERROR_CODE: error.code,
      ERROR_MESSAGE: error.message,
      IS_PAYLOAD_TRUNCATED: 'false',
      ...(lasting ? {} : { EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' }),
    });
  } catch (cause) {
    context.log(`scheduler: dead-letter queue ${queue} cannot be reached: ${(cause as Error).message}`);
  }
}
