import type { EnvironmentConfig } from '@strata/config';
import { AddressInFileError, NoAddressError, NotConfirmedYetError, NotSubscribedError } from '../errors';
import type { SubscriptionEvidence } from '../evidence';
import { planSubscribe, planUnsubscribe } from './addresses';
import { compareAddresses } from './compare';
import { difference } from './list-command';

const environment = {
  name: 'test',
  backup: { notifications: { emails: ['ops@example.com', 'pending@example.com', 'new@example.com'] } },
} as unknown as EnvironmentConfig;
const email = (endpoint: string, arn?: string): SubscriptionEvidence => ({
  arn,
  protocol: 'email',
  endpoint,
});
const subscriptions: SubscriptionEvidence[] = [
  email('Ops@Example.com', 'arn:1'),
  email('pending@example.com'),
  email('extra@example.com', 'arn:2'),
  email('unconfirmed@example.com'),
  { arn: 'arn:3', protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-central-1:1:q' },
];

it('puts file and topic side by side, each address once, whatever its case, and queues not at all', () => {
  const states = compareAddresses(environment.backup.notifications.emails, subscriptions);
  expect(states.map((it) => [it.address, it.isInFile, it.state])).toEqual([
    ['ops@example.com', true, 'confirmed'],
    ['pending@example.com', true, 'pending'],
    ['new@example.com', true, 'none'],
    ['extra@example.com', false, 'confirmed'],
    ['unconfirmed@example.com', false, 'pending'],
  ]);
  expect(states.map((state) => difference(state) !== '')).toEqual([false, true, true, true, true]);
});

describe('subscribing', () => {
  it.each([
    ['an address of the file', 'new@example.com', 'subscribe', false],
    ['one that has not confirmed, once more', 'pending@example.com', 'confirm-again', false],
    ['one that has, not again', 'OPS@example.com', 'nothing', false],
    ['one that the file does not have, with a warning', 'other@example.com', 'subscribe', true],
  ])('takes %s', (_name, address, action, warns) => {
    const plan = planSubscribe(address, environment, subscriptions);
    expect(plan.action).toBe(action);
    expect(plan.warning !== undefined).toBe(warns);
  });

  it.each(['ops', 'ops@example', 'a b@example.com', ''])('refuses %j', (address) => {
    expect(() => planSubscribe(address, environment, subscriptions)).toThrow(NoAddressError);
  });
});

describe('unsubscribing', () => {
  it('takes away an address that the file does not have', () => {
    const plan = planUnsubscribe('extra@example.com', environment, subscriptions);
    expect(plan).toEqual({ address: 'extra@example.com', action: 'unsubscribe', subscriptionArn: 'arn:2' });
  });

  it('takes away one that the file has only when it is named twice, and says that it comes back', () => {
    const plan = planUnsubscribe('ops@example.com', environment, subscriptions, 'ops@example.com');
    expect(plan).toMatchObject({
      subscriptionArn: 'arn:1',
      warning: expect.stringMatching(/again/) as string,
    });
  });

  it.each([
    ['one that the file has', 'ops@example.com', undefined, AddressInFileError, 3],
    [
      'one that the file has when another is named',
      'ops@example.com',
      'new@example.com',
      AddressInFileError,
      3,
    ],
    ['one that nobody knows', 'other@example.com', undefined, NotSubscribedError, 2],
    ['one that only the file has', 'new@example.com', undefined, NotSubscribedError, 2],
    ['one that has not confirmed', 'unconfirmed@example.com', undefined, NotConfirmedYetError, 2],
  ])('refuses %s', (_name, address, dropListed, error, exitCode) => {
    const attempt = () => planUnsubscribe(address, environment, subscriptions, dropListed);
    expect(attempt).toThrow(error);
    expect(attempt).toThrow(expect.objectContaining({ exitCode }));
  });
});
