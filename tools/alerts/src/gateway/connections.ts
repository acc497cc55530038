import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { type AwsTarget, connect, type CallContext, explainAwsError } from '@strata/aws';

/** How AWS is reached in one Region. */
export interface Connections {
  readonly target: AwsTarget;
  readonly events: EventBridgeClient;
  /** For what must not be repeated blindly. */
  readonly eventsOnce: EventBridgeClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly cloudWatch: CloudWatchClient;
  readonly sts: STSClient;
  close(): void;
}

/** Connects to a Region. Nothing is sent yet. */
export function openConnections(target: AwsTarget): Connections {
  const safe = { retries: 'safe' } as const;
  const clients = {
    events: connect(EventBridgeClient, target, safe),
    eventsOnce: connect(EventBridgeClient, target, { retries: 'none' }),
    sns: connect(SNSClient, target, safe),
    sqs: connect(SQSClient, target, safe),
    kms: connect(KMSClient, target, safe),
    iam: connect(IAMClient, target, safe),
    lambda: connect(LambdaClient, target, safe),
    cloudWatch: connect(CloudWatchClient, target, safe),
    sts: connect(STSClient, target, safe),
  };
  return {
    target,
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

/** Waits for a call; a failure comes out in words, with action and resource. */
export async function ask<T>(context: Omit<CallContext, 'region'>, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw explainAwsError(error, context);
  }
}

/**
 * The same, where what is asked for may not be there: undefined then.
 *
 * @param codes that mean so
 */
export async function askFor<T>(
  codes: readonly string[],
  context: Omit<CallContext, 'region'>,
  call: Promise<T>,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && codes.includes(error.name)) return undefined;
    throw explainAwsError(error, context);
  }
}
