import { parseEnvironment } from './parse';
import { reachDays } from './snapshot-reach';
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
      'snapshots that do not reach back over the retention, where nothing else does',
      { backup: { awsBackup: { enabled: false }, objectives: { rtoHours: 24 } } },
      'backup.snapshots.policies[0].keep',
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

describe('the reach of what a snapshot policy keeps', () => {
  const reachOf = (keep: Changes, intervalDays: number) => reachDays({ tags: [], ...keep }, intervalDays);

  it.each<[Changes, number, number]>([
    [{ last: 14 }, 0.5, 7],
    [{ last: 2, daily: 30 }, 0.5, 30],
    [{ daily: 30 }, 7, 210],
    [{ hourly: 48 }, 0.5, 24],
    [{ weekly: 8 }, 1, 56],
    [{ within: '90d' }, 1, 90],
    [{ within: '1y' }, 1, 365.25],
    [{ withinMonthly: '2d12h', last: 1 }, 1, 2.5],
    [{ last: -1 }, 1, Infinity],
    [{ tags: ['hold'] }, 1, 0],
  ])('of %j, run every %d days, is %d days', (keep, intervalDays, days) => {
    expect(reachOf(keep, intervalDays)).toBeCloseTo(days);
  });

  it('is enough when a rule covers the retention, and then nothing is warned of', () => {
    const keep = { withinDaily: '90d' };
    expect(
      warningsWith({
        backup: { awsBackup: { enabled: false }, snapshots: { policies: [{ name: 'a', keep }] } },
      }),
    ).toEqual([]);
  });
});
