import { type Breach, type Changes, faultsWith } from '../valid-environment';

const backup = (changes: Changes) => ({ backup: changes });
const datasync = (changes: Changes) => ({ backup: { datasync: changes } });
const awsBackup = (changes: Changes) => ({ backup: { awsBackup: changes } });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
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
];

describe('backup checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    ['a short recovery with AWS Backup', backup({ objectives: { rtoHours: 4 } })],
    ['cold storage with a derived deletion', awsBackup({ coldStorageAfterDays: 30 })],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});
