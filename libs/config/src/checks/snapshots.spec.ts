import { parseEnvironment } from '../parse';
import { type Breach, type Changes, faultsWith, yamlWith } from '../valid-environment';

const policies = (...changes: readonly Changes[]) => ({
  backup: { snapshots: { policies: changes.map((change) => ({ name: 'default', ...change })) } },
});
const at = (setting: string) => `backup.snapshots.policies[0].${setting}`;
const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
  [
    'two policies of one name',
    policies({}, { name: 'Default' }),
    'backup.snapshots.policies[1].name',
    'two policies',
  ],
  ['a name with a space', policies({ name: 'every night' }), at('name'), 'write 1 to 32 letters'],
  [
    'a policy without any rule',
    policies({ keep: {} }),
    at('keep'),
    'keeps nothing; state a rule, such as last: 7',
  ],
  [
    'rules that keep nothing',
    policies({ keep: { last: 0, within: '0d0h', tags: [] } }),
    at('keep'),
    'keeps nothing',
  ],
  [
    'copies that keep nothing',
    policies({ copies: [{ region: 'eu-west-1', keep: { daily: 0 } }] }),
    at('copies[0].keep'),
    'keep what the policy keeps',
  ],
  ['a number below all', policies({ keep: { last: -2 } }), at('keep.last'), '-2 is less than -1'],
  ['a duration in weeks', policies({ keep: { within: '2w' } }), at('keep.within'), 'such as 1y2m3d3h'],
  ['a duration out of order', policies({ keep: { within: '3h1y' } }), at('keep.within'), 'in that order'],
  [
    'a duration of nothing',
    policies({ keep: { withinDaily: '' } }),
    at('keep.withinDaily'),
    'is not a duration',
  ],
  ['tags without a key', policies({ keep: { tags: ['=true'] } }), at('keep.tags[0]'), 'write key=value'],
  ['freezing without a document', policies({ consistency: 'quiesced' }), at('quiesceDocument'), 'name it'],
  [
    'a document that is never run',
    policies({ quiesceDocument: 'freeze-db' }),
    at('quiesceDocument'),
    'never run with consistency crash',
  ],
  [
    'losing what stays',
    policies({ loseInstanceStore: true }),
    at('loseInstanceStore'),
    'which stops nothing',
  ],
  ['Standby without stopping', policies({ standby: true }), at('standby'), 'with consistency crash'],
  [
    'a copy at home',
    policies({ copies: [{ region: 'eu-central-1' }] }),
    at('copies[0].region'),
    'name another one',
  ],
  [
    'a copy to no Region',
    policies({ copies: [{ region: 'europe' }] }),
    at('copies[0].region'),
    'not an AWS Region',
  ],
  [
    'two copies to one Region',
    policies({ copies: [{ region: 'eu-west-1' }, { region: 'eu-west-1' }] }),
    at('copies[1].region'),
    'listed twice',
  ],
  [
    'a copy to another partition',
    policies({ copies: [{ region: 'cn-north-1' }] }),
    at('copies[0].region'),
    'cannot leave aws',
  ],
  [
    'a key of another Region',
    policies({ copies: [{ region: 'eu-west-3', kmsKeyId: KEY }] }),
    at('copies[0].kmsKeyId'),
    'name a key of eu-west-3',
  ],
  [
    'an alias for a key',
    policies({ copies: [{ region: 'eu-west-1', kmsKeyId: 'alias/copies' }] }),
    at('copies[0].kmsKeyId'),
    'an alias cannot be named',
  ],
  ['no policy at all', policies(), 'backup.snapshots.policies', 'list 1 or more'],
];

describe('snapshot checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    [
      'every kind of rule',
      policies({ keep: { last: -1, weekly: 4, within: '1y2m3d3h', tags: ['a', 'b=1,c'] } }),
    ],
    ['a stopped policy with Standby', policies({ consistency: 'stopped', standby: true })],
    ['a frozen policy', policies({ consistency: 'quiesced', quiesceDocument: 'freeze-db' })],
    ['a key of the copy’s Region', policies({ copies: [{ region: 'eu-west-1', kmsKeyId: KEY }] })],
    [
      'limits by API',
      { backup: { snapshots: { rateLimits: { CreateTags: { capacity: 5, refillPerSecond: 0.5 } } } } },
    ],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });

  it('of one policy do not depend on another whose schedule cannot be derived', () => {
    const faults = faultsWith(policies({ expectedDurationMinutes: 5000 }, { name: 'b', schedule: 'daily' }));
    expect(faults.map(({ path }) => path).sort()).toEqual([
      'backup.objectives.rpoHours',
      'backup.snapshots.policies[1].schedule',
    ]);
  });
});

describe('snapshot policies', () => {
  it('start at different minutes, and copies keep what their policy keeps unless told otherwise', () => {
    const changes = policies(
      { keep: { daily: 3 }, copies: [{ region: 'eu-west-1' }, { region: 'eu-west-3', keep: { last: 1 } }] },
      { name: 'second' },
    );
    expect(parseEnvironment(yamlWith(changes), 'test.yaml').backup.snapshots.policies).toMatchObject([
      {
        schedule: 'cron(15 0/12 * * ? *)',
        keep: { daily: 3, tags: [] },
        copies: [{ keep: { daily: 3, tags: [] } }, { keep: { last: 1 } }],
      },
      { schedule: 'cron(26 0/12 * * ? *)', keep: { last: 7 } },
    ]);
  });

  it('that state a rule do not get the default one as well', () => {
    const [policy] = parseEnvironment(yamlWith(policies({ keep: { daily: 3 } })), 'test.yaml').backup
      .snapshots.policies;
    expect(policy?.keep.last).toBeUndefined();
  });
});
