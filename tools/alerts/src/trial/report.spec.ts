import type { Evidence, SubscriptionEvidence } from '../evidence';
import { soundEvidence, TOPIC } from '../testing/sound-evidence';
import { trialReport, trialText } from './report';

const RESULT = { text: 'DataSync transfer ERROR', seconds: 1 };

/** A test that arrived, with these settings of the only subscription. */
function reported(more: Partial<SubscriptionEvidence>) {
  const sound = soundEvidence();
  const subscriptions = [{ arn: `${TOPIC}:1`, protocol: 'email', endpoint: 'ops@example.com', ...more }];
  const evidence: Evidence = {
    ...sound,
    topic: { arn: TOPIC, found: sound.topic.found && { ...sound.topic.found, subscriptions } },
  };
  const trial = {
    kind: 'error',
    testId: 'test1',
    ruleName: 'rule',
    evidence,
    event: {} as never,
    checks: [],
  } as const;
  return trialReport(trial, RESULT);
}

it('says who is mailed', () => {
  const report = reported({});
  expect(report).toMatchObject({ heard: true, mailed: ['ops@example.com'], deaf: [], filtered: [] });
  expect(trialText(report)).toContain('E-mail goes to ops@example.com');
});

it.each<[string, Partial<SubscriptionEvidence>]>([
  ['on attributes', { filterPolicy: '{"level":["high"]}' }],
  ['on the body', { filterPolicy: '{"level":["high"]}', filterScope: 'MessageBody' }],
])('fails when a filter %s swallows the message', (_which, filter) => {
  const report = reported(filter);
  expect(report).toMatchObject({ heard: false, mailed: [], deaf: ['ops@example.com'] });
  expect(trialText(report)).toContain('Not to ops@example.com: a filter swallows it.');
});

it('fails when nobody has confirmed', () => {
  const report = reported({ arn: undefined });
  expect(report).toMatchObject({ heard: false, deaf: ['ops@example.com'], filtered: [] });
  expect(trialText(report)).toContain('Not to ops@example.com: not confirmed.');
});
