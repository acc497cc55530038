import type { Facts } from './condition';

/** A service that publishes to an SNS topic in its own name, on behalf of something in an account. */
export interface Publisher {
  /** E.g. `events.amazonaws.com`. */
  readonly service: string;
  /** Twelve digits. */
  readonly account: string;
  /** On whose behalf: an alarm, a vault. Not needed for EventBridge. */
  readonly sourceArn?: string;
}

/** The service principal that rules act as. */
export const EVENTBRIDGE = 'events.amazonaws.com';

/**
 * What SNS knows of a service that publishes. EventBridge does not say on whose behalf it does: a statement with a
 * condition on the source never holds for it, and what it publishes is lost without a word.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html (no messages in the topic)
 */
export function publishingFacts({ service, account, sourceArn }: Publisher): Facts {
  const isSilent = service === EVENTBRIDGE;
  return {
    // The owner of the caller, which a service has none of: the default statement of a topic asks for it.
    'aws:sourceowner': null,
    'aws:sourceaccount': isSilent ? null : account,
    ...(isSilent || sourceArn !== undefined
      ? { 'aws:sourcearn': isSilent ? null : (sourceArn ?? null) }
      : {}),
    ...(isSilent ? { 'aws:sourceorgid': null } : {}),
    'aws:principalaccount': null,
    'aws:principalarn': null,
    'aws:principalorgid': null,
    'aws:principalisawsservice': 'true',
    'aws:principalservicename': service,
    'aws:securetransport': 'true',
  };
}

/**
 * What KMS knows of it when the topic is encrypted: the same, through SNS. Conditions on the source do not hold for
 * EventBridge here either.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function keyFacts(publisher: Publisher, topicArn: string): Facts {
  const region = topicArn.split(':')[3] ?? '';
  return {
    ...publishingFacts(publisher),
    'kms:viaservice': `sns.${region}.amazonaws.com`,
    'kms:encryptioncontext:aws:sns:topicarn': topicArn,
  };
}

/** What a publisher must be allowed on the key of a topic. Source: as of {@link keyFacts}. */
export const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
