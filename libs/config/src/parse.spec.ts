import { ConfigurationError } from './errors';
import { parseEnvironment } from './parse';
import { type Changes, faultsOf, faultsWith, yamlWith } from './valid-environment';

/** Everything a file may leave out and that is derived, for a file that leaves all of it out. */
const DERIVED = {
  state: { keyPrefix: 'strata/test', region: 'eu-central-1' },
  network: {
    privateSubnets: ['10.40.0.0/18', '10.40.64.0/18'],
    publicSubnets: ['10.40.192.0/20', '10.40.208.0/20'],
  },
  backup: {
    datasync: { schedule: 'cron(0 0/12 * * ? *)' },
    snapshots: {
      policies: [{ name: 'default', schedule: 'cron(15 0/12 * * ? *)', keep: { last: 7 }, copies: [] }],
      rateLimits: 'published',
    },
    awsBackup: { schedule: 'cron(30 0/12 * * ? *)', deleteAfterDays: 90 },
  },
};

describe('an environment', () => {
  it('has everything derived that its file leaves out', () => {
    expect(parseEnvironment(yamlWith(), 'test.yaml')).toMatchObject(DERIVED);
  });

  it('keeps what its file states', () => {
    const stated = { state: { keyPrefix: 'elsewhere' }, backup: { datasync: { schedule: 'rate(6 hours)' } } };
    expect(parseEnvironment(yamlWith(stated), 'test.yaml')).toMatchObject(stated);
  });

  it('cannot be changed, at any depth', () => {
    const config = parseEnvironment(yamlWith(), 'test.yaml');
    expect(() => Object.assign(config.backup.datasync, { logLevel: 'OFF' })).toThrow('read only');
    expect(() => (config.network.zones as string[]).push('eu-central-1c')).toThrow('not extensible');
  });
});

describe('the schema', () => {
  it.each<[string, Changes, string, string]>([
    [
      'a name that is too long for resource names',
      { name: 'production-of-europe' },
      'name',
      '2 to 16 lower-case',
    ],
    ['a missing setting', { region: undefined }, 'region', 'is missing; state it: AWS Region of all layers'],
    [
      'a missing choice',
      { storage: { lifecycle: { transitions: [{ afterDays: 5 }] } } },
      'storage.lifecycle.transitions[0].storageClass',
      'is missing',
    ],
    ['a value of another type', { compute: { minSize: 'two' } }, 'compute.minSize', '"two" is not a number'],
    [
      'a fraction of an instance',
      { compute: { minSize: 1.5 } },
      'compute.minSize',
      '1.5 is not a whole number',
    ],
    ['an empty value', { tags: { Owner: null } }, 'tags.Owner', 'an empty value is not text'],
    ['a number for an account', { account: 123456789012 }, 'account', '12 digits, in quotes'],
    ['an account of eleven digits', { account: '12345678901' }, 'account', 'write its 12 digits'],
    ['a choice there is not', { network: { nat: 'per-zones' } }, 'network.nat', 'did you mean per-zone?'],
    ['one zone', { network: { zones: ['eu-central-1a'] } }, 'network.zones', 'list 2 or more'],
    [
      'an address that is none',
      { backup: { notifications: { emails: ['ops'] } } },
      'backup.notifications.emails[0]',
      '"ops" is not an e-mail address',
    ],
    [
      'an address with 256 in it',
      { network: { cidr: '10.256.0.0/16' } },
      'network.cidr',
      'is not an IPv4 network',
    ],
    [
      'Deep Archive before 30 days',
      { storage: { lifecycle: { deepArchiveAfterDays: 20 } } },
      'storage.lifecycle.deepArchiveAfterDays',
      '20 is less than 30; set 30 or more',
    ],
    [
      'Deep Archive of noncurrent versions before 30 days',
      { storage: { lifecycle: { noncurrentDeepArchiveAfterDays: 29 } } },
      'storage.lifecycle.noncurrentDeepArchiveAfterDays',
      'set 30 or more',
    ],
    [
      'a log retention CloudWatch does not take',
      { backup: { logRetentionDays: 31 } },
      'backup.logRetentionDays',
      '31 is not allowed; set one of 1, 3, 5',
    ],
    [
      'an RPO of no time',
      { backup: { objectives: { rpoHours: 0 } } },
      'backup.objectives.rpoHours',
      'set more than 0',
    ],
    [
      'an RPO that is longer than AWS remembers a run',
      { backup: { objectives: { rpoHours: 721 } } },
      'backup.objectives.rpoHours',
      '720',
    ],
    [
      'a bandwidth of nothing',
      { backup: { datasync: { bytesPerSecond: 0 } } },
      'backup.datasync.bytesPerSecond',
      'set -1 for no limit',
    ],
    [
      'a start window below AWS’s',
      { backup: { awsBackup: { startWindowMinutes: 30 } } },
      'backup.awsBackup.startWindowMinutes',
      'set 60 or more',
    ],
    [
      'a crontab line of three fields',
      { compute: { commandHost: { rotationSchedule: '0 4 *' } } },
      'compute.commandHost.rotationSchedule',
      'write five fields',
    ],
    [
      'a misspelt setting',
      { storage: { lifecycle: { deepArchiveAfterDay: 60 } } },
      'storage.lifecycle.deepArchiveAfterDay',
      'did you mean deepArchiveAfterDays?',
    ],
    [
      'a setting nobody knows',
      { compute: { colour: 'blue' } },
      'compute.colour',
      'remove it (allowed here: instanceType, minSize',
    ],
    [
      'a snapshot setting that is now stated per policy',
      { backup: { snapshots: { keepLast: 14 } } },
      'backup.snapshots.keepLast',
      'move it to backup.snapshots.policies[0].keep.last',
    ],
    [
      'limits that are none',
      { backup: { snapshots: { rateLimits: 'fast' } } },
      'backup.snapshots.rateLimits',
      '"fast" is no set of limits; write published, none, or limits by API',
    ],
    [
      'a limit of what is no API',
      { backup: { snapshots: { rateLimits: { 'create-tags': { capacity: 1, refillPerSecond: 1 } } } } },
      'backup.snapshots.rateLimits.create-tags',
      '"create-tags" is no API; write its name, such as CreateSnapshots',
    ],
    [
      'a limit of no calls',
      { backup: { snapshots: { rateLimits: { CreateTags: { capacity: 0, refillPerSecond: 1 } } } } },
      'backup.snapshots.rateLimits.CreateTags.capacity',
      '0 is less than 1',
    ],
    ['a group that is a value', { network: 'large' }, 'network', '"large" is not a group of settings'],
  ])('refuses %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it('says a misspelt setting once, not also that the right one is missing', () => {
    const faults = faultsWith({ region: undefined, regoin: 'eu-central-1' });
    expect(faults).toMatchObject([{ path: 'regoin', message: 'is not a setting; did you mean region?' }]);
  });

  it.each(['', 'just text', '[1, 2]', 'null'])('refuses a file that holds %j', (text) => {
    expect(faultsOf(text)).toMatchObject([
      { path: '', message: expect.stringContaining('not a group of settings') },
    ]);
  });
});

describe('faults', () => {
  it('of schema and cross checks are reported together, with their lines', () => {
    const text = yamlWith({
      region: 'nowhere',
      compute: { minSize: 9, colour: 'blue' },
      storage: { lifecycle: { deepArchiveAfterDays: 20, noncurrentRetentionDays: 10 } },
    });
    const lineOf = (word: string) => text.split('\n').findIndex((line) => line.includes(word)) + 1;
    expect(faultsOf(text).map(({ path, line }) => [path, line])).toEqual([
      ['region', lineOf('region:')],
      ['compute.minSize', lineOf('minSize')],
      ['compute.colour', lineOf('colour')],
      ['storage.lifecycle.deepArchiveAfterDays', lineOf('deepArchiveAfterDays')],
      ['storage.lifecycle.noncurrentRetentionDays', lineOf('noncurrentRetentionDays')],
    ]);
  });

  it('say nothing about what depends on a value that is itself at fault', () => {
    const faults = faultsWith({ network: { cidr: 'large' }, backup: { objectives: { rpoHours: 'soon' } } });
    expect(faults.map(({ path }) => path)).toEqual(['network.cidr', 'backup.objectives.rpoHours']);
  });

  it('are all in the message, which carries exit code 2', () => {
    const error = new ConfigurationError('config/x.yaml', [
      { path: 'region', message: 'is missing' },
      { path: 'compute.minSize', message: '9 is more than maxSize 4', line: 7 },
    ]);
    expect(error.message).toBe(
      'config/x.yaml has 2 faults:\n  region: is missing\n  compute.minSize: 9 is more than maxSize 4 (line 7)',
    );
    expect(error.exitCode).toBe(2);
  });

  it.each([
    ['to nothing', 'name: *nobody', 'Unresolved alias'],
    ['upon aliases upon aliases', 'a: &a [x, x]\n' + doublings(12), 'Excessive alias count'],
  ])('of YAML aliases are named too: %s', (_, text, message) => {
    expect(faultsOf(text)).toEqual([{ path: '', message: expect.stringContaining(message) }]);
  });

  it.each([
    ['a tab', 'name: x\n\tregion: y', 2],
    ['a key twice', 'name: test\nname: other', 2],
    ['an open bracket', 'name: [x', 1],
  ])('of YAML itself say the line: %s', (_, text, line) => {
    const [fault] = faultsOf(text);
    expect(fault?.message).toMatch(/^is not valid YAML: /);
    expect(fault?.line).toBeGreaterThanOrEqual(line);
  });
});

describe('an override', () => {
  const local = { endpoint: 'http://127.0.0.1:4810' };

  it('replaces the endpoint of a local environment', () => {
    const config = parseEnvironment(yamlWith(local), 'test.yaml', { endpoint: 'http://127.0.0.1:5000' });
    expect(config.endpoint).toBe('http://127.0.0.1:5000');
  });

  it('refuses to point a real environment at a local AWS', () => {
    expect(faultsOf(yamlWith(), { endpoint: 'http://127.0.0.1:5000' })).toMatchObject([
      { path: 'endpoint', message: expect.stringContaining('unset STRATA_ENDPOINT') },
    ]);
  });

  it('refuses to point a local environment beyond this machine', () => {
    const faults = faultsOf(yamlWith(local), { endpoint: 'https://ec2.eu-central-1.amazonaws.com' });
    expect(faults).toEqual([
      { path: 'endpoint', message: expect.stringContaining('is not on this machine') },
    ]);
  });

  it('refuses a file that carries the name of another', () => {
    expect(faultsOf(yamlWith(), { expectedName: 'staging' })).toMatchObject([
      { path: 'name', message: expect.stringContaining('set staging') },
    ]);
  });
});

/** Lines `b: &b [*a, *a]` and so on, each twice as long as the one before when written out. */
function doublings(count: number): string {
  const name = (index: number) => String.fromCharCode('a'.charCodeAt(0) + index);
  return Array.from(
    { length: count },
    (_, index) => `${name(index + 1)}: &${name(index + 1)} [*${name(index)}, *${name(index)}]`,
  ).join('\n');
}
