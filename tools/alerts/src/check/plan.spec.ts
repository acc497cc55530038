import type { Evidence } from '../evidence';
import { type Break, key, rule, target, topic, without } from '../testing/breaks';
import { FUNCTION, KEY, KEY_POLICY, soundEvidence, TOPIC_POLICY } from '../testing/sound-evidence';
import { checklist, isSound } from './plan';

const troubles = (evidence: Evidence, verdict = 'fail') =>
  checklist(evidence).filter((check) => check.verdict === verdict);

describe('the checklist', () => {
  it('has nothing to say against a sound layer, and each line has its evidence', () => {
    const checks = checklist(soundEvidence());
    expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(isSound(checks)).toBe(true);
    expect(checks.length).toBeGreaterThan(20);
    for (const { why } of checks) expect(why).not.toBe('');
  });

  it('is content with a rule that tells the topic itself', () => {
    const { targets = [] } = soundEvidence().rules[1]?.found ?? {};
    const InputTransformer = {
      InputPathsMap: { state: '$.detail.State' },
      InputTemplate: '"Transfer: <state>"',
    };
    const plain = rule(() => ({ targets: targets.map((it) => ({ ...it, InputTransformer })) }));
    expect(troubles(plain(soundEvidence()))).toEqual([]);
  });

  it.each<[string, Break, string[]]>([
    [
      'topic',
      topic({ policy: without(TOPIC_POLICY, 'Alarms') }),
      ['lets CloudWatch publish', 'lets AWS Backup publish'],
    ],
    [
      'key',
      key({ policy: without(KEY_POLICY, 'Alarms') }),
      ['lets CloudWatch use it', 'lets AWS Backup use it'],
    ],
  ])('names alarms and vaults when the policy of the %s leaves them out', (_name, breakIt, expected) => {
    expect(troubles(breakIt(soundEvidence())).map(({ name }) => name)).toEqual(expected);
  });

  it.each<[string, Break, string, RegExp]>([
    [
      'the e-mail is the bare event',
      target({ InputTransformer: undefined }),
      'says it readably',
      /bare event/,
    ],
    [
      'a function of somebody else gets it too',
      rule(({ targets: [own] }) => ({
        targets: own ? [own, { ...own, id: 'other', arn: `${FUNCTION}-of-others` }] : [],
      })),
      'goes to the function that tells the topic',
      /another target does/,
    ],
    ['a target names a role', target({ roleArn: 'arn:aws:iam::1:role/x' }), 'names no role', /role\/x/],
    [
      'the topic is not encrypted',
      topic({ keyName: undefined, key: undefined }),
      'is a customer key',
      /not encrypted/,
    ],
    [
      'an address is not in the file',
      (evidence) => ({ ...evidence, emails: [] }),
      'is subscribed and confirmed',
      /file does not have it/,
    ],
    [
      'a policy cannot be judged',
      topic({
        policy: JSON.stringify({
          Statement: [
            ...TOPIC_POLICY.Statement,
            {
              Sid: 'Odd',
              Effect: 'Deny',
              Principal: '*',
              Action: '*',
              Resource: '*',
              Condition: {
                StringEquals: { 'aws:Moon': 'full' },
                ArnEquals: { 'aws:PrincipalServiceName': 'events.amazonaws.com' },
              },
            },
          ],
        }),
      }),
      'lets EventBridge publish',
      /cannot be judged/,
    ],
  ])('warns, and no more, when %s', (_name, breakIt, name, why) => {
    const evidence = breakIt(soundEvidence());
    expect(troubles(evidence)).toEqual([]);
    expect(isSound(checklist(evidence))).toBe(true);
    expect(troubles(evidence, 'warn').map((check) => check.name)).toEqual([name]);
    expect(troubles(evidence, 'warn')[0]?.why).toMatch(why);
  });

  it('says that nobody is told when neither file nor topic has an address', () => {
    const evidence = topic({ subscriptions: [] })({ ...soundEvidence(), emails: [] });
    expect(troubles(evidence).map(({ why }) => why)).toEqual([
      'the topic has no subscription: nobody is told',
    ]);
  });

  it('still holds a key that has another name against its own policy', () => {
    const aliased = topic({ keyName: 'alias/strata-test-platform' })(soundEvidence());
    expect(troubles(aliased)).toEqual([]);
    expect(checklist(aliased).filter(({ subject }) => subject === KEY.split('/')[1])).toHaveLength(3);
  });
});
