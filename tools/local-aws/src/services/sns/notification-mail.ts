import type { OutgoingMail } from '../../outbox';
import type { Publication } from './publication';
import { messageFor } from './publication';

/** A subscription that is reached by e-mail. */
export interface EmailSubscription {
  readonly arn: string;
  readonly protocol: 'email' | 'email-json';
  readonly address: string;
}

/** What SNS takes for a missing subject. */
const DEFAULT_SUBJECT = 'AWS Notification Message';

/**
 * The e-mail of one message to one subscriber. `email` carries the text and a footer; `email-json` the notification
 * as JSON (unsigned: there is no certificate to sign with).
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
 */
export function notificationMail(
  publication: Publication,
  messageId: string,
  subscription: EmailSubscription,
  now: Date,
): OutgoingMail {
  const { topicArn, subject = DEFAULT_SUBJECT } = publication;
  const text = messageFor(publication, subscription.protocol);
  return {
    from: { name: 'AWS Notifications', address: 'no-reply@sns.amazonaws.com' },
    to: subscription.address,
    subject,
    text:
      subscription.protocol === 'email'
        ? withFooter(text, subscription)
        : asJson(publication, messageId, text, now),
    date: now,
    messageId: `${messageId}@sns.amazonaws.com`,
    headers: {
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': messageId,
      'x-amz-sns-topic-arn': topicArn,
      'x-amz-sns-subscription-arn': subscription.arn,
    },
  };
}

function withFooter(text: string, subscription: EmailSubscription): string {
  return [
    text,
    '',
    '--',
    `You receive this message because ${subscription.address} is subscribed to an Amazon SNS topic.`,
    `To stop receiving it, run: aws sns unsubscribe --subscription-arn ${subscription.arn}`,
    '',
  ].join('\n');
}

function asJson({ topicArn, subject }: Publication, MessageId: string, Message: string, now: Date): string {
  const Subject = subject === undefined ? {} : { Subject: subject };
  const notification = { Type: 'Notification', MessageId, TopicArn: topicArn, ...Subject, Message };
  return JSON.stringify({ ...notification, Timestamp: now.toISOString() }, undefined, 2);
}
