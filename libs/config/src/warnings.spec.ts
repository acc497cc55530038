import { parseEnvironment } from './parse';
import { type Changes, yamlWith } from './valid-environment';
import { configurationWarnings } from './warnings';

const warningsWith = (changes: Changes) =>
  configurationWarnings(parseEnvironment(yamlWith(changes), 'test.yaml'));

describe('warnings', () => {
  it('are none for a sound environment', () => {
    expect(warningsWith({})).toEqual([]);
  });

  it.each<[string, Changes, string]>([
    ['public address space', { network: { cidr: '52.40.0.0/16' } }, 'network.cidr'],
    ['one NAT gateway for all zones', { network: { nat: 'single' } }, 'network.nat'],
    [
      'a paid-for stay in Deep Archive',
      { storage: { lifecycle: { noncurrentDeepArchiveAfterDays: 200 } } },
      'storage.lifecycle.noncurrentDeepArchiveAfterDays',
    ],
    ['nobody to tell', { backup: { notifications: { emails: [] } } }, 'backup.notifications.emails'],
    [
      'a recovery that only AWS Backup can meet',
      { backup: { objectives: { rtoHours: 4 } } },
      'backup.objectives.rtoHours',
    ],
    [
      'changed files left out',
      { backup: { datasync: { overwriteMode: 'NEVER' } } },
      'backup.datasync.overwriteMode',
    ],
    ['nothing verified', { backup: { datasync: { verifyMode: 'NONE' } } }, 'backup.datasync.verifyMode'],
    [
      'verifying what is archived',
      { backup: { datasync: { verifyMode: 'POINT_IN_TIME_CONSISTENT' } } },
      'backup.datasync.verifyMode',
    ],
    [
      'a start window beyond the RPO',
      { backup: { awsBackup: { startWindowMinutes: 700, completionWindowMinutes: 900 } } },
      'backup.awsBackup.startWindowMinutes',
    ],
  ])('say %s', (_, changes, path) => {
    expect(warningsWith(changes).map((warning) => warning.path)).toEqual([path]);
  });
});
