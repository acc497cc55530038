import { parseEnvironment } from '../parse';
import { type Breach, type Changes, faultsWith, yamlWith } from '../valid-environment';
import { configurationWarnings } from '../warnings';

const awsBackup = (changes: Changes) => ({ backup: { awsBackup: changes } });
const lock = (vaultLock: Changes) => awsBackup({ vaultLock });
const LOCAL = { endpoint: 'http://127.0.0.1:4810' };
const COMPLIANCE = { mode: 'compliance', unsafeComplianceLock: true };

const BREACHES: readonly Breach[] = [
  [
    'a lock for ever that is not asked for twice',
    lock({ mode: 'compliance' }),
    'backup.awsBackup.vaultLock.unsafeComplianceLock',
    'nobody can undo',
  ],
  [
    'a lock for ever in a local environment',
    { ...lock(COMPLIANCE), ...LOCAL },
    'backup.awsBackup.vaultLock.mode',
    'destroyable',
  ],
  [
    'a lock that refuses what the plan makes',
    lock({ minRetentionDays: 91 }),
    'backup.awsBackup.vaultLock.minRetentionDays',
    'set 90 or less',
  ],
  [
    'a lock that ends before the plan does',
    lock({ maxRetentionDays: 89 }),
    'backup.awsBackup.vaultLock.maxRetentionDays',
    'set 90 or more',
  ],
  [
    'restore tests by a rate',
    awsBackup({ restoreTesting: { schedule: 'rate(7 days)' } }),
    'backup.awsBackup.restoreTesting.schedule',
    'cron only',
  ],
  [
    'restore tests that end',
    awsBackup({ restoreTesting: { schedule: 'cron(0 6 1 * ? 2027)' } }),
    'backup.awsBackup.restoreTesting.schedule',
    'for all time',
  ],
  [
    'restore tests on no day',
    awsBackup({ restoreTesting: { schedule: 'cron(0 6 * * *)' } }),
    'backup.awsBackup.restoreTesting.schedule',
    'cron',
  ],
];

describe('vault checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    ['a lock for ever that is asked for twice', lock(COMPLIANCE)],
    ['no lock', lock({ mode: 'off', minRetentionDays: 1000 })],
    ['a lock of a vault that there is not', awsBackup({ enabled: false, vaultLock: { mode: 'compliance' } })],
    ['limits around what the plan makes', lock({ minRetentionDays: 7, maxRetentionDays: 90 })],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});

describe('a vault', () => {
  const read = (...changes: Changes[]) => parseEnvironment(yamlWith(...changes), 'test.yaml');

  it('is locked for the retention, so that it can be undone, unless told otherwise', () => {
    expect(read().backup.awsBackup.vaultLock).toMatchObject({ mode: 'governance', minRetentionDays: 90 });
  });

  it('is warned of when it is locked for ever', () => {
    expect(configurationWarnings(read(lock(COMPLIANCE)))).toContainEqual({
      path: 'backup.awsBackup.vaultLock.mode',
      message: expect.stringContaining('nobody can delete'),
    });
  });
});
