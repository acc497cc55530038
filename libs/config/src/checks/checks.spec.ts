import * as fc from 'fast-check';
import { type Changes, faultsWith } from '../valid-environment';

const network = (changes: Changes) => ({ network: changes });
const compute = (changes: Changes) => ({ compute: changes });
const lifecycle = (changes: Changes) => ({ storage: { lifecycle: changes } });
const backup = (changes: Changes) => ({ backup: changes });
const datasync = (changes: Changes) => backup({ datasync: changes });
const awsBackup = (changes: Changes) => backup({ awsBackup: changes });

/** One breach of one rule each: what is changed, where the fault is, and what of its message matters. */
const BREACHES: readonly (readonly [rule: string, changes: Changes, path: string, message: string])[] = [
  [
    'an endpoint beyond this machine',
    { endpoint: 'http://10.0.0.1:4810' },
    'endpoint',
    'is not on this machine',
  ],
  [
    'an endpoint of an impossible port',
    { endpoint: 'http://127.0.0.1:99999' },
    'endpoint',
    'write http://127.0.0.1',
  ],
  [
    'a host that only begins like loopback',
    { endpoint: 'http://127.0.0.1.example.com' },
    'endpoint',
    'is not on this machine',
  ],
  ['deleting a real archive', { storage: { forceDestroy: true } }, 'storage.forceDestroy', 'set false'],
  ['no NAT and no endpoints', network({ nat: 'none' }), 'network.nat', 'autoscaling (instances complete'],
  [
    'no NAT and a command host without ec2',
    {
      network: { nat: 'none', interfaceEndpoints: ['autoscaling', 'ssm', 'ssmmessages', 'ec2messages'] },
      compute: { commandHost: { enabled: true } },
    },
    'network.nat',
    'without ec2 (the command host rotates snapshots); add it',
  ],
  [
    'an endpoint listed twice',
    network({ interfaceEndpoints: ['ssm', 'logs', 'ssm'] }),
    'network.interfaceEndpoints[2]',
    'twice',
  ],

  [
    'a zone of another Region',
    network({ zones: ['eu-central-1a', 'eu-west-1b'] }),
    'network.zones[1]',
    'write eu-central-1b',
  ],
  [
    'a zone listed twice',
    network({ zones: ['eu-central-1a', 'eu-central-1a'] }),
    'network.zones[1]',
    'twice',
  ],
  ['a VPC that is too large', network({ cidr: '10.0.0.0/8' }), 'network.cidr', 'from /16 to /28'],
  ['a VPC that is too small', network({ cidr: '10.0.0.0/29' }), 'network.cidr', 'from /16 to /28'],
  [
    'a VPC that starts within itself',
    network({ cidr: '10.40.1.0/16' }),
    'network.cidr',
    'write 10.40.0.0/16',
  ],
  [
    'a VPC too small to derive subnets',
    network({ cidr: '10.40.0.0/25', privateSubnets: ['10.40.0.0/27', '10.40.0.32/27'] }),
    'network.publicSubnets',
    'smaller than a /24',
  ],
  [
    'a subnet outside its VPC',
    network({ privateSubnets: ['10.40.0.0/18', '10.41.0.0/18'] }),
    'network.privateSubnets[1]',
    'not inside network.cidr 10.40.0.0/16',
  ],
  [
    'a subnet below AWS’s smallest',
    network({ publicSubnets: ['10.40.192.0/29', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'from /16 to /28',
  ],
  [
    'a subnet that starts within itself',
    network({ publicSubnets: ['10.40.192.1/24', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'write 10.40.192.0/24',
  ],
  [
    'subnets that overlap',
    network({ privateSubnets: ['10.40.0.0/18', '10.40.32.0/24'] }),
    'network.privateSubnets[1]',
    'overlaps network.privateSubnets[0] 10.40.0.0/18',
  ],
  [
    'a stated subnet over a derived one',
    network({ publicSubnets: ['10.40.0.0/24', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'overlaps network.privateSubnets[0]',
  ],
  [
    'fewer subnets than zones',
    network({ privateSubnets: ['10.40.0.0/18'] }),
    'network.privateSubnets',
    'has 1 entry for 2 zones',
  ],
  [
    'subnets too small for the group',
    { network: { privateSubnets: ['10.40.0.0/28', '10.40.64.0/18'] }, compute: { maxSize: 8 } },
    'network.privateSubnets[0]',
    'has 11 usable addresses (AWS keeps 5), and up to 14',
  ],

  ['fewest above most', compute({ minSize: 5, maxSize: 4 }), 'compute.minSize', 'set 4 or less'],
  [
    'desired below fewest',
    compute({ minSize: 2, desiredCapacity: 1 }),
    'compute.desiredCapacity',
    'from 2 to 4',
  ],
  ['desired above most', compute({ desiredCapacity: 5 }), 'compute.desiredCapacity', 'from 2 to 4'],
  [
    'a hard disk that is too small',
    compute({ processor: { volumeType: 'st1', volumeGiB: 124 } }),
    'compute.processor.volumeGiB',
    '125 or more',
  ],

  [
    'noncurrent versions gone before the retention',
    lifecycle({ noncurrentRetentionDays: 89 }),
    'storage.lifecycle.noncurrentRetentionDays',
    'set 90 or more',
  ],
  [
    'archiving a version when it is deleted',
    lifecycle({ noncurrentDeepArchiveAfterDays: 365 }),
    'storage.lifecycle.noncurrentDeepArchiveAfterDays',
    'set less than 365',
  ],
  [
    'infrequent access too early',
    lifecycle({ transitions: [{ afterDays: 29, storageClass: 'STANDARD_IA' }] }),
    'storage.lifecycle.transitions[0]',
    'set 30 days or more',
  ],
  [
    'too short a stay in infrequent access',
    lifecycle({ transitions: [{ afterDays: 61, storageClass: 'STANDARD_IA' }] }),
    'storage.lifecycle.deepArchiveAfterDays',
    'set 91 days or more',
  ],
  [
    'a transition after Deep Archive',
    lifecycle({ transitions: [{ afterDays: 90, storageClass: 'GLACIER' }] }),
    'storage.lifecycle.deepArchiveAfterDays',
    'set 91 days or more',
  ],
  [
    'a transition to a warmer class',
    lifecycle({
      transitions: [
        { afterDays: 1, storageClass: 'GLACIER' },
        { afterDays: 40, storageClass: 'GLACIER_IR' },
      ],
    }),
    'storage.lifecycle.transitions[1]',
    'colder classes only',
  ],
  [
    'one zone to instant retrieval',
    lifecycle({
      transitions: [
        { afterDays: 30, storageClass: 'ONEZONE_IA' },
        { afterDays: 60, storageClass: 'GLACIER_IR' },
      ],
    }),
    'storage.lifecycle.transitions[1]',
    'cannot follow ONEZONE_IA',
  ],
  [
    'a transition to the class DataSync writes',
    {
      ...datasync({ storageClass: 'GLACIER_INSTANT_RETRIEVAL' }),
      ...lifecycle({ transitions: [{ afterDays: 30, storageClass: 'GLACIER_IR' }] }),
    },
    'storage.lifecycle.transitions[0]',
    'cannot follow GLACIER_IR (backup.datasync.storageClass)',
  ],
  [
    'writing straight to Deep Archive',
    datasync({ storageClass: 'DEEP_ARCHIVE' }),
    'backup.datasync.storageClass',
    'deepArchiveAfterDays',
  ],

  [
    'deleting without comparing',
    datasync({ preserveDeletedFiles: 'REMOVE', transferMode: 'ALL' }),
    'backup.datasync.preserveDeletedFiles',
    'transferMode CHANGED',
  ],
  [
    'reading Glacier back',
    datasync({ verifyMode: 'POINT_IN_TIME_CONSISTENT', storageClass: 'GLACIER' }),
    'backup.datasync.verifyMode',
    'set ONLY_FILES_TRANSFERRED',
  ],
  [
    'a short recovery from Deep Archive alone',
    backup({ objectives: { rtoHours: 4 }, awsBackup: { enabled: false } }),
    'backup.objectives.rtoHours',
    'enable backup.awsBackup',
  ],
  [
    'recovery points gone before the retention',
    awsBackup({ deleteAfterDays: 30 }),
    'backup.awsBackup.deleteAfterDays',
    'set 90 or more',
  ],
  [
    'too short a stay in cold storage',
    awsBackup({ coldStorageAfterDays: 30, deleteAfterDays: 119 }),
    'backup.awsBackup.deleteAfterDays',
    'set 120 or more',
  ],
  [
    'windows that collide',
    awsBackup({ startWindowMinutes: 121 }),
    'backup.awsBackup.completionWindowMinutes',
    'set 181 or more',
  ],
  [
    'an address listed twice',
    backup({ notifications: { emails: ['ops@example.com', 'OPS@example.com'] } }),
    'backup.notifications.emails[1]',
    'twice',
  ],

  ['a schedule that is none', datasync({ schedule: 'hourly' }), 'backup.datasync.schedule', 'is no schedule'],
  [
    'a schedule of another cron',
    datasync({ schedule: 'cron(0 3 * * *)' }),
    'backup.datasync.schedule',
    'takes six',
  ],
  [
    'a DataSync schedule below the hour',
    datasync({ schedule: 'rate(59 minutes)' }),
    'backup.datasync.schedule',
    'less than the hour',
  ],
  [
    'a schedule that starts runs over runs',
    datasync({ schedule: 'rate(2 hours)', expectedDurationMinutes: 150 }),
    'backup.datasync.schedule',
    'keep 2 h 30 min or more',
  ],
  [
    'a DataSync schedule beyond the RPO',
    datasync({ schedule: 'cron(0 3 * * ? *)' }),
    'backup.datasync.schedule',
    'at most 23 h 30 min apart',
  ],
  [
    'a schedule that rests at weekends',
    datasync({ schedule: 'cron(0 0/12 ? * MON-FRI *)' }),
    'backup.datasync.schedule',
    'up to 60 h apart',
  ],
  [
    'a schedule that ends',
    datasync({ schedule: 'cron(0 0/12 * * ? 2024-2030)' }),
    'backup.datasync.schedule',
    'does not fire for all time',
  ],
  [
    'a snapshot schedule beyond the RPO',
    backup({ snapshots: { schedule: 'rate(24 hours)' } }),
    'backup.snapshots.schedule',
    'cannot meet backup.objectives.rpoHours 24',
  ],
  [
    'an AWS Backup schedule beyond the RPO',
    awsBackup({ schedule: 'cron(0 5 ? * SUN *)' }),
    'backup.awsBackup.schedule',
    'up to 168 h apart',
  ],
  [
    'a rate for AWS Backup',
    awsBackup({ schedule: 'rate(12 hours)' }),
    'backup.awsBackup.schedule',
    'take cron only',
  ],
];

describe('a valid environment', () => {
  it('has no faults', () => {
    expect(faultsWith()).toEqual([]);
  });

  it.each<[string, Changes]>([
    [
      'no NAT, with endpoints that stand in',
      network({ nat: 'none', interfaceEndpoints: ['autoscaling', 'ssm', 'ssmmessages', 'ec2messages'] }),
    ],
    ['no NAT on a local AWS', { endpoint: 'http://localhost:4810', ...network({ nat: 'none' }) }],
    [
      'a small VPC with its subnets stated',
      network({
        cidr: '10.40.0.0/25',
        privateSubnets: ['10.40.0.0/27', '10.40.0.32/27'],
        publicSubnets: ['10.40.0.64/28', '10.40.0.80/28'],
      }),
    ],
    ['a short recovery with AWS Backup', backup({ objectives: { rtoHours: 4 } })],
    [
      'the full waterfall of classes',
      lifecycle({
        deepArchiveAfterDays: 180,
        transitions: [
          { afterDays: 30, storageClass: 'STANDARD_IA' },
          { afterDays: 60, storageClass: 'GLACIER_IR' },
          { afterDays: 90, storageClass: 'GLACIER' },
        ],
      }),
    ],
    ['DataSync writing to Glacier', datasync({ storageClass: 'GLACIER' })],
    [
      'any schedule for AWS Backup that is off',
      awsBackup({ enabled: false, schedule: 'cron(0 5 ? * SUN *)' }),
    ],
    ['cold storage with a derived deletion', awsBackup({ coldStorageAfterDays: 30 })],
    [
      'a schedule that just meets the RPO',
      datasync({ schedule: 'rate(23 hours)', expectedDurationMinutes: 60 }),
    ],
  ])('may have %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});

describe('cross checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it('refuse an RPO that no schedule can meet, once for each kind of backup', () => {
    const faults = faultsWith(backup({ objectives: { rpoHours: 1 } }));
    expect(faults.map(({ path }) => path)).toEqual(Array(3).fill('backup.objectives.rpoHours'));
    expect(faults.map(({ message }) => /set ([\d.]+) or more/.exec(message)?.[1])).toEqual([
      '1.5',
      '1.25',
      '1.5',
    ]);
  });

  it('name two breaches of different sections together', () => {
    const sections = (changes: Changes) => Object.keys(changes).join();
    const pair = fc
      .tuple(fc.constantFrom(...BREACHES), fc.constantFrom(...BREACHES))
      .filter(([[, a], [, b]]) => ['compute', 'network'].includes(sections(a)) && sections(b) === 'backup');
    fc.assert(
      fc.property(pair, ([[, first, firstPath], [, second, secondPath]]) => {
        const paths = faultsWith(first, second).map(({ path }) => path);
        expect(paths).toEqual(expect.arrayContaining([firstPath, secondPath]));
      }),
      { numRuns: 50 },
    );
  });
});
