import { deliver, sendToQueue } from '../../events/delivery/deliver';
import { unqualified } from '../model';
import { deadLetterTo, emitResult } from './dead-letter';
import type { Ending } from './ending';

/**
 * The record that a destination gets.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function invocationRecord({ invocation, deployed, condition, attempts, last }: Ending): object {
  const { configuration } = deployed;
  const version = configuration.Version ?? '$LATEST';
  return {
    version: '1.0',
    timestamp: invocation.context.now().toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${unqualified(configuration.FunctionArn ?? '')}:${version}`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(invocation.event) as unknown,
    ...(last && {
      responseContext: {
        statusCode: 200,
        executedVersion: version,
        ...(last.error && { functionError: 'Unhandled' }),
      },
      responsePayload: last.error ?? (JSON.parse(last.payload ?? 'null') as unknown),
    }),
  };
}

/** Tells the destination of an event's end, and puts a failed one into the dead-letter queue. Failures are logged. */
export async function tellDestinations(ending: Ending): Promise<void> {
  const { context } = ending.invocation;
  const name = ending.deployed.configuration.FunctionName ?? '';
  const succeeded = ending.condition === 'Success';
  const { OnSuccess, OnFailure } = ending.config.DestinationConfig ?? {};
  const destination = (succeeded ? OnSuccess : OnFailure)?.Destination;
  const deadLetters = succeeded ? undefined : ending.deployed.configuration.DeadLetterConfig?.TargetArn;
  if (!succeeded) {
    const reason = ending.last?.error?.errorMessage ?? ending.condition;
    const fate = [destination, deadLetters].filter(Boolean).join(' and ') || 'nowhere: it is lost';
    context.log(
      `lambda ${name}: event ${ending.invocation.requestId} failed (${reason}) and goes to ${fate}`,
    );
  }
  const sends = [
    destination && sendRecord(destination, ending),
    deadLetters && deadLetterTo(deadLetters, ending),
  ].filter((send) => typeof send === 'object');
  for (const { status, reason } of (await Promise.allSettled(sends)).filter(isRejected)) {
    context.log(`lambda ${name}: ${status}: ${(reason as Error).message}`);
  }
}

async function sendRecord(arn: string, ending: Ending): Promise<void> {
  const { context } = ending.invocation;
  const record = invocationRecord(ending);
  const service = arn.split(':')[2];
  if (service === 'events') return emitResult(arn, record, ending);
  if (service === 'sqs') return sendToQueue(arn, JSON.stringify(record), context);
  return deliver({ Id: 'destination', Arn: arn }, JSON.stringify(record), context);
}

function isRejected(result: PromiseSettledResult<void>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}
