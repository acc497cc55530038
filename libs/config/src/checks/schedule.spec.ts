import { type Breach, type Changes, faultsWith } from '../valid-environment';

const backup = (changes: Changes) => ({ backup: changes });
const datasync = (changes: Changes) => ({ backup: { datasync: changes } });
const policies = (...changes: readonly Changes[]) => ({
  backup: { snapshots: { policies: changes.map((change) => ({ name: 'default', ...change })) } },
});
const awsBackup = (changes: Changes) => ({ backup: { awsBackup: changes } });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
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
    policies({}, { name: 'second', schedule: 'rate(24 hours)' }),
    'backup.snapshots.policies[1].schedule',
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

describe('schedule checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    [
      'any schedule for AWS Backup that is off',
      awsBackup({ enabled: false, schedule: 'cron(0 5 ? * SUN *)' }),
    ],
    ['snapshots every quarter of an hour', policies({ schedule: 'rate(15 minutes)' })],
    [
      'any schedule for snapshots that are off',
      { backup: { snapshots: { enabled: false, policies: [{ name: 'x', schedule: 'rate(7 days)' }] } } },
    ],
    [
      'a schedule that just meets the RPO',
      datasync({ schedule: 'rate(23 hours)', expectedDurationMinutes: 60 }),
    ],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });

  it('refuse an RPO that no schedule can meet, once for each kind of backup', () => {
    const faults = faultsWith(backup({ objectives: { rpoHours: 1 } }));
    expect(faults.map(({ path }) => path)).toEqual(Array(3).fill('backup.objectives.rpoHours'));
    expect(faults.map(({ message }) => /set ([\d.]+) or more/.exec(message)?.[1])).toEqual([
      '1.5',
      '1.5',
      '1.25',
    ]);
  });
});
