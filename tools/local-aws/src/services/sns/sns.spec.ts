import { passesFilter } from './filter-policy';
import { notificationMail } from './notification-mail';
import type { Publication } from './publication';
import { batchOf, messageFor, publicationOf } from './publication';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';

describe('a publication', () => {
  it('is read from the query protocol with its attributes', () => {
    const publication = publicationOf(
      new URLSearchParams({
        Action: 'Publish',
        TopicArn: topicArn,
        Message: 'm',
        'MessageAttributes.entry.1.Name': 'level',
        'MessageAttributes.entry.1.Value.DataType': 'Number',
        'MessageAttributes.entry.1.Value.StringValue': '3',
      }),
    );
    expect(publication).toMatchObject({ topicArn, message: 'm', subject: undefined });
    expect(publication?.attributes.get('level')).toEqual({ dataType: 'Number', value: '3' });
  });

  it.each([
    { PhoneNumber: '+4912345' },
    { TargetArn: 'arn:aws:sns:us-east-1:123456789012:endpoint/GCM/app/1' },
  ])('is nothing for e-mail when it goes to %j', (target) => {
    expect(publicationOf(new URLSearchParams({ ...target, Message: 'm' }))).toBeUndefined();
  });

  it('comes in batches', () => {
    const form = new URLSearchParams({ Action: 'PublishBatch', TopicArn: topicArn });
    for (const n of [1, 2]) {
      form.set(`PublishBatchRequestEntries.member.${n}.Id`, `id${n}`);
      form.set(`PublishBatchRequestEntries.member.${n}.Message`, `m${n}`);
    }
    expect(batchOf(form).map(({ entryId, message }) => [entryId, message])).toEqual([
      ['id1', 'm1'],
      ['id2', 'm2'],
    ]);
  });
});

function publication(more: Partial<Publication> = {}): Publication {
  return {
    topicArn,
    message: 'done',
    subject: undefined,
    structure: undefined,
    attributes: new Map(),
    entryId: '',
    ...more,
  };
}

describe('the text of a message', () => {
  const message = JSON.stringify({ default: 'd', email: 'e' });
  it.each([
    ['email', 'json', 'e'],
    ['email-json', 'json', 'd'],
    ['email', undefined, message],
  ])('for %s with structure %s', (protocol, structure, expected) => {
    expect(messageFor(publication({ message, structure }), protocol)).toBe(expected);
  });
});

describe('a filter policy', () => {
  const attributes = new Map([
    ['level', { dataType: 'Number', value: '3' }],
    ['state', { dataType: 'String', value: 'ERROR' }],
    ['zones', { dataType: 'String.Array', value: '["a","b"]' }],
  ]);
  it.each<[object, string | undefined, boolean]>([
    [{ state: ['ERROR'] }, undefined, true],
    [{ state: ['SUCCESS'] }, undefined, false],
    [{ level: [{ numeric: ['>', 2] }] }, 'MessageAttributes', true],
    [{ zones: ['b'] }, undefined, true],
    [{ absent: [{ exists: false }] }, undefined, true],
    [{ detail: { State: ['ERROR'] } }, 'MessageBody', true],
    [{ detail: { State: ['SUCCESS'] } }, 'MessageBody', false],
  ])('%j on %s: %s', (policy, scope, expected) => {
    const message = publication({ message: '{"detail":{"State":"ERROR"}}', attributes });
    expect(passesFilter({ policy: JSON.stringify(policy), scope }, message)).toBe(expected);
  });

  it('refuses a body that is not JSON when it filters on the body', () => {
    expect(passesFilter({ policy: '{"a":["b"]}', scope: 'MessageBody' }, publication())).toBe(false);
  });
});

describe('the e-mail of a message', () => {
  const now = new Date('2025-01-02T03:04:05Z');
  const subscription = { arn: `${topicArn}:1`, protocol: 'email' as const, address: 'ops@example.com' };

  it('has the text, a footer that says how to unsubscribe, and the default subject', () => {
    const mail = notificationMail(publication(), 'id-1', subscription, now);
    expect(mail).toMatchObject({ to: 'ops@example.com', subject: 'AWS Notification Message' });
    expect(mail.text).toMatch(/^done\n[\s\S]*unsubscribe --subscription-arn arn:.*:1/);
    expect(mail.headers).toMatchObject({ 'x-amz-sns-topic-arn': topicArn, 'x-amz-sns-message-id': 'id-1' });
  });

  it('is a JSON notification for email-json', () => {
    const mail = notificationMail(
      publication({ subject: 'S' }),
      'id-1',
      { ...subscription, protocol: 'email-json' },
      now,
    );
    expect(JSON.parse(mail.text)).toEqual({
      Type: 'Notification',
      MessageId: 'id-1',
      TopicArn: topicArn,
      Subject: 'S',
      Message: 'done',
      Timestamp: '2025-01-02T03:04:05.000Z',
    });
  });
});
