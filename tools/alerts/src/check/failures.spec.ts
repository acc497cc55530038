import type { Evidence } from '../evidence';
import {
  type Break,
  behind,
  conditioned,
  encrypts,
  key,
  pattern,
  publishes,
  role,
  rule,
  subscription,
  target,
  template,
  topic,
  without,
} from '../testing/breaks';
import {
  FUNCTION,
  KEY_POLICY,
  ROLE_POLICY,
  soundEvidence,
  TOPIC,
  TOPIC_POLICY,
  TRANSFER_PATTERN,
} from '../testing/sound-evidence';
import { checklist } from './plan';

const troubles = (evidence: Evidence, verdict = 'fail') =>
  checklist(evidence).filter((check) => check.verdict === verdict);

it.each<[string, Break, string, RegExp]>([
  ['the rule is gone', rule(() => undefined), 'rule: exists', /no rule of this name/],
  ['the rule is disabled', rule(() => ({ isEnabled: false })), 'rule: is enabled', /DISABLED/],
  ['the rule has no target', rule(() => ({ targets: [] })), 'rule: has a target', /none/],
  [
    'the pattern names the bare task',
    pattern({ resources: [TRANSFER_PATTERN.resources[0]?.prefix.replace('/execution/', '')] }),
    'rule: matches its events',
    /does not match transfer-success, transfer-error/,
  ],
  [
    'the pattern leaves failures out',
    pattern({ detail: { State: ['SUCCESS'] } }),
    'rule: matches its events',
    /not match transfer-error/,
  ],
  [
    'the pattern is of all tasks',
    pattern({ resources: [{ prefix: 'arn:aws:datasync' }] }),
    'rule: matches nothing else',
    /transfer-of-another-task/,
  ],
  [
    'the pattern is of all states',
    pattern({ detail: { State: [{ exists: true }] } }),
    'rule: matches nothing else',
    /transfer-running/,
  ],
  [
    'AWS sees no match',
    rule(() => ({ awsMatches: { 'transfer-success': false } })),
    'rule: matches its events',
    /AWS sees transfer-success differently/,
  ],
  ['the target is another topic', target({ arn: `${TOPIC}-old` }), 'target: goes to the topic', /alerts-old/],
  [
    'the target is a function that is gone',
    target({ behind: undefined }, 0),
    'target: goes to a function that lets it in',
    /does not exist/,
  ],
  [
    'the target is a function of somebody else that lets the rule in',
    target({ arn: `${FUNCTION}-of-others` }, 0),
    'target: goes to the function that tells the topic',
    /news-of-others, which is neither the topic nor/,
  ],
  [
    'the function lets nobody in',
    behind({ policy: '{}' }),
    'target: goes to a function that lets it in',
    /no statement allows/,
  ],
  [
    'the function tells another topic',
    behind({ settings: JSON.stringify({ topicArn: `${TOPIC}-old` }) }),
    'target: goes to a function that tells the topic',
    /it tells .*alerts-old, not/,
  ],
  [
    'the function has lost its settings',
    behind({ settings: undefined }),
    'target: goes to a function that tells the topic',
    /its settings name no topic/,
  ],
  [
    'the settings of the function are no JSON',
    behind({ settings: '{' }),
    'target: goes to a function that tells the topic',
    /its settings name no topic/,
  ],
  [
    'the role of the function is gone',
    behind({ role: undefined }),
    'target: goes to a function that may publish',
    /strata-test-news does not exist/,
  ],
  [
    'the function may not publish',
    role(encrypts),
    'target: goes to a function that may publish',
    /sns:Publish: no statement allows it/,
  ],
  [
    'the function may not use the key of the topic',
    role(publishes),
    'target: goes to a function that may publish',
    /kms:GenerateDataKey: no statement allows it/,
  ],
  [
    'the boundary of the function leaves publishing out',
    behind({
      role: {
        policies: [JSON.stringify(ROLE_POLICY)],
        boundary: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] }),
      },
    }),
    'target: goes to a function that may publish',
    /sns:Publish: its boundary/,
  ],
  [
    'the pattern about AWS Backup is of another vault',
    rule(({ pattern: text }) => ({ pattern: text?.replace('strata-test-vault', 'nowhere') }), 4),
    'rule: matches its events',
    /does not match backup-job-failed/,
  ],
  [
    'a variable finds nothing',
    template('"<state>"', { state: '$.detail.state' }),
    'target: says it readably',
    /<state> finds nothing at \$\.detail\.state/,
  ],
  [
    'a variable is unknown',
    template('"State <status>"'),
    'target: says it readably',
    /<status> is no variable/,
  ],
  [
    'a path is none',
    template('"<state>"', { state: '$..State' }),
    'target: says it readably',
    /not of the form/,
  ],
  ['the template is empty', template(' '), 'target: says it readably', /empty/],
  [
    'the dead-letter queue is gone',
    target({ deadLetters: { arn: 'arn:aws:sqs:eu-central-1:1:dead', exists: false } }),
    'target: has its dead-letter queue',
    /does not exist/,
  ],
  [
    'the topic is gone',
    (evidence) => ({ ...evidence, topic: { arn: TOPIC, found: undefined } }),
    'topic: exists',
    /does not exist/,
  ],
  [
    'the topic’s policy leaves rules out',
    topic({ policy: without(TOPIC_POLICY, 'Rules') }),
    'topic: lets EventBridge publish',
    /no statement allows/,
  ],
  [
    'the topic’s policy lets rules in by their ARN',
    topic({ policy: conditioned(TOPIC_POLICY) }),
    'topic: lets EventBridge publish',
    /aws:SourceArn.*never holds/,
  ],
  ['the key is AWS’s', key({ manager: 'AWS' }), 'key: is a customer key that can be used', /managed by AWS/],
  ['the key is disabled', key({ state: 'Disabled' }), 'key: is a customer key that can be used', /Disabled/],
  [
    'the key will be deleted',
    key({ state: 'PendingDeletion' }),
    'key: is a customer key that can be used',
    /PendingDeletion/,
  ],
  ['the key is gone', topic({ key: undefined }), 'key: is a customer key that can be used', /does not exist/],
  [
    'the key’s policy leaves rules out',
    key({ policy: without(KEY_POLICY, 'Rules') }),
    'key: lets EventBridge use it',
    /lost without a word/,
  ],
  [
    'the key’s policy lets rules in by their ARN',
    key({ policy: conditioned(KEY_POLICY) }),
    'key: lets EventBridge use it',
    /never holds/,
  ],
  [
    'the subscription is pending',
    subscription({ arn: undefined }),
    'subscription: is subscribed and confirmed',
    /not confirmed/,
  ],
  [
    'nobody is subscribed',
    topic({ subscriptions: [] }),
    'subscription: is subscribed and confirmed',
    /the topic does not/,
  ],
  [
    'a filter on attributes swallows all',
    subscription({ filterPolicy: '{"level":["high"]}' }),
    'subscription: filters nothing away',
    /swallows transfer-success/,
  ],
  [
    'a filter swallows what only the function tells',
    (evidence) => ({
      ...subscription({ filterPolicy: '{"level":["high"]}' })(evidence),
      rules: evidence.rules.slice(0, 1),
      alarms: [],
    }),
    'subscription: filters nothing away',
    /swallows transfer-success, transfer-error$/,
  ],
  [
    'a filter swallows alarms',
    (evidence) => ({
      ...subscription({ filterPolicy: '{"level":["high"]}' })(evidence),
      rules: [],
    }),
    'subscription: filters nothing away',
    /swallows alarms$/,
  ],
  [
    'a filter on the body swallows text',
    subscription({ filterPolicy: '{"a":["b"]}', filterScope: 'MessageBody' }),
    'subscription: filters nothing away',
    /swallows/,
  ],
  [
    'an alarm is gone',
    (evidence) => ({ ...evidence, alarms: [...evidence.alarms, { name: 'x', found: undefined }] }),
    'alarm: exist',
    /x does not/,
  ],
  [
    'an alarm is switched off',
    (evidence) => ({
      ...evidence,
      alarms: [...evidence.alarms, { name: 'x', found: { isOn: false, actions: [TOPIC] } }],
    }),
    'alarm: act',
    /x does not/,
  ],
  [
    'an alarm tells nobody',
    (evidence) => ({
      ...evidence,
      alarms: [...evidence.alarms, { name: 'x', found: { isOn: true, actions: [] } }],
    }),
    'alarm: tell the topic',
    /x does not/,
  ],
])('names exactly that one when %s', (_name, breakIt, expected, why) => {
  const failed = troubles(breakIt(soundEvidence()));
  expect(failed.map(({ stage, name }) => `${stage}: ${name}`)).toEqual([expected]);
  expect(failed[0]?.why).toMatch(why);
  expect(failed[0]?.fix).toMatch(/\w/);
});
