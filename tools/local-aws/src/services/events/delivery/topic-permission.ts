import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { judge, KEY_ACTIONS, keyFacts, type Policy, publishingFacts } from '@strata/event-pattern';
import type { GatewayContext } from '../../../gateway/service';
import { keyPolicy, keyState } from '../../kms-keys';
import type { Caller } from './function-permission';

/** The topic's policy, or its key's, does not let EventBridge in. In AWS the event is lost without a word. */
export class PublicationNotPermitted extends Error {
  /** EventBridge's code: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  override readonly name = 'NO_PERMISSIONS';
  readonly exitCode = 1;
}

/**
 * As SNS judges a publication by a rule: by the topic's policy, and by the policy of its key.
 *
 * @param client of the emulator
 * @throws PublicationNotPermitted, or SNS's error when there is no such topic
 */
export async function assertMayPublish(
  client: SNSClient,
  topicArn: string,
  caller: Caller,
  context: GatewayContext,
): Promise<void> {
  const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  const { principal } = caller;
  const publisher = { service: principal, account: caller.sourceAccount, sourceArn: caller.sourceArn };
  const demand = (policy: string, action: string, resource: string, facts: ReturnType<typeof keyFacts>) => {
    const { allowed, reason } = judge(JSON.parse(policy) as Policy, { action, principal, resource }, facts);
    if (allowed === 'yes') return;
    throw new PublicationNotPermitted(`${principal} may not ${action} on ${resource}: ${reason}.`);
  };
  demand(Attributes['Policy'] ?? '{}', 'sns:Publish', topicArn, publishingFacts(publisher));

  const key = Attributes['KmsMasterKeyId'];
  if (!key) return;
  const region = topicArn.split(':')[3] ?? '';
  const { arn, problem } = await keyState(key, region, context);
  // The policy of AWS's own key cannot be changed, and names no service.
  if (!arn || problem || key.endsWith('alias/aws/sns')) {
    throw new PublicationNotPermitted(
      `The key of ${topicArn} cannot be used by ${principal}: ${problem ?? key}`,
    );
  }
  const policy = (await keyPolicy(arn, region, context)) ?? '{}';
  for (const action of KEY_ACTIONS) demand(policy, action, arn, keyFacts(publisher, topicArn));
}
