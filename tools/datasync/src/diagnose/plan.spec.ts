import type { Policy } from '@strata/event-pattern';
import {
  archive,
  denied,
  key,
  log,
  objects,
  of,
  options,
  settings,
  source,
  troubles,
  writer,
  writerWithout,
  type Break,
} from '../testing/breaks';
import { NEEDS, ROLE, policy, soundEvidence } from '../testing/sound-evidence';
import { writerPolicy } from '../testing/sound-policies';
import { diagnose, outcomeOf } from './plan';
import { known, unreadable } from './reading';

describe('the diagnosis', () => {
  it('has nothing to say against the layers as they are, and each line has its evidence', () => {
    const checks = diagnose(soundEvidence());
    expect(checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(checks).toHaveLength(31);
    for (const { why } of checks) expect(why).not.toBe('');
    expect(new Set(checks.map(({ area, name }) => `${area} ${name}`)).size).toBe(checks.length);
  });

  it('only warns where the transfer still works', () => {
    const costly = options({ PreserveDeletedFiles: 'REMOVE' })(soundEvidence());
    expect(troubles(costly).map(({ verdict }) => verdict)).toEqual(['warn']);
  });
});

describe('is content', () => {
  it.each<[string, Break]>([
    [
      'with a role that the key policy names, whatever its own policies say',
      (evidence) =>
        key({
          policy: known(
            policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'kms:*', Resource: '*' }),
          ),
        })(
          writer({
            policies: [JSON.parse(writerPolicy(NEEDS, 'kms:Decrypt')) as Policy],
          })(evidence),
        ),
    ],
    [
      'with rights that the bucket policy gives',
      (evidence) =>
        settings({
          policy: known(
            policy({ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:PutObject', Resource: objects }),
          ),
        })(writerWithout('s3:PutObject')(evidence)),
    ],
    ['with wildcards', writer({ policies: [policy({ Effect: 'Allow', Action: '*', Resource: '*' })] })],
    [
      'with all but what is not needed',
      writer({ policies: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] }),
    ],
    ['with a bucket that has no policy', settings({ policy: known(undefined) })],
    ['with a bucket that S3 encrypts itself', settings({ key: known(undefined) })],
    [
      'with a file system that everyone may mount',
      source((found) => ({
        location: { ...found.location, roleArn: undefined, accessPointArn: undefined },
        role: undefined,
        accessPoint: undefined,
        fileSystem: known({ ...of(found.fileSystem), policy: known(undefined) }),
      })),
    ],
  ])('%s', (_what, change) => {
    expect(troubles(change(soundEvidence()))).toEqual([]);
  });
});

describe('says that it does not know', () => {
  const why = 'AWS does not allow iam:GetRole';
  it.each<[string, Break, string[]]>([
    [
      'what a role may do that it may not read',
      archive(() => ({ role: unreadable(why) })),
      [
        'archive: role may be assumed by DataSync',
        'archive: role may use bucket and objects',
        'key: role may use it',
      ],
    ],
    [
      'about the network without ec2:Describe…',
      source(() => ({ network: unreadable(why) })),
      ['network: subnet and security groups exist'],
    ],
    [
      'about a bucket policy with conditions on what nobody knows',
      settings({
        policy: known(
          denied({
            Principal: '*',
            Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
          }),
        ),
      }),
      ['archive: bucket policy does not deny it'],
    ],
    [
      'about the log',
      log({ exists: unreadable(why), policies: unreadable(why) }),
      ['log: group exists', 'log: DataSync may write to it'],
    ],
    ['about runs', (evidence) => ({ ...evidence, lastRun: unreadable(why) }), ['run: newest run succeeded']],
    [
      'about the share',
      (evidence) => ({ ...evidence, source: unreadable(why) }),
      ['source: location exists'],
    ],
    [
      'about a key that it may not read',
      key({ policy: unreadable(why) }),
      ['key: key policy lets the role in'],
    ],
  ])('%s', (_what, change, names) => {
    const found = troubles(change(soundEvidence()));
    expect(found.map(({ area, name, verdict }) => `${verdict} ${area}: ${name}`)).toEqual(
      names.map((name) => `unknown ${name}`),
    );
  });
});

it('calls nothing sound that it could not read', () => {
  const sound = soundEvidence();
  const unread = { ...sound, lastRun: unreadable('AWS does not allow datasync:ListTaskExecutions') };
  const broken = { ...unread, task: { ...sound.task, schedule: undefined } };
  expect([sound, unread, broken].map((each) => outcomeOf(diagnose(each)))).toEqual([
    'sound',
    'unknown',
    'unsound',
  ]);
});
