import type { Target } from '@aws-sdk/client-eventbridge';
import type { GatewayContext } from '../../../gateway/service';
import type { Rule } from '../rules';
import { sendToQueue } from './deliver';

/**
 * Puts an event that could not be delivered into the target's dead-letter queue, if it has one, with
 * the attributes of EventBridge. Failures are logged, never thrown.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function bury(
  rule: Rule,
  target: Target,
  event: string,
  cause: Error,
  context: GatewayContext,
): Promise<void> {
  const queue = target.DeadLetterConfig?.Arn;
  const fate = queue === undefined ? 'it is lost (no dead-letter queue)' : `it goes to ${queue}`;
  context.log(`events: rule ${rule.name} could not deliver to ${target.Arn}: ${cause.message}; ${fate}`);
  if (queue === undefined) return;
  try {
    await sendToQueue(queue, event, context, undefined, {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn ?? '',
      ERROR_CODE: cause.name,
      ERROR_MESSAGE: cause.message,
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '0',
    });
  } catch (error) {
    context.log(`events: dead-letter queue ${queue} cannot be reached: ${(error as Error).message}`);
  }
}
