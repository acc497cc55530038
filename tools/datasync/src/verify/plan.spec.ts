import { anExecution } from '../testing/records';
import type { ArchiveCensus } from './census';
import { type ArchiveOnlyInput, judgeArchive } from './plan';

const ENDED = new Date('2026-03-10T00:10:00Z');
const census: ArchiveCensus = {
  files: 8,
  folders: 2,
  bytes: 3000,
  newest: { key: 'f', size: 3, storedAt: new Date('2026-03-10T00:09:00Z'), storageClass: 'STANDARD' },
  looked: 10,
  bare: [],
};
const failing = (changes: Partial<ArchiveOnlyInput>) =>
  judgeArchive({ backup: anExecution(), quietSince: ENDED, census, ...changes })
    .checks.filter(({ passed }) => !passed)
    .map(({ name }) => name);

it('finds nothing wrong with a good archive, and still says what it could not compare', () => {
  const report = judgeArchive({ backup: anExecution(), quietSince: ENDED, census });
  expect(report.passed).toBe(true);
  expect(report.notCompared.join()).toContain('--mount');
});

const late = {
  ...census,
  newest: { key: 'x', size: 1, storedAt: new Date('2026-03-10T00:11:00Z'), storageClass: '' },
};

it.each<[string, Partial<ArchiveOnlyInput>, string[]]>([
  ['no backup', { backup: undefined }, ['there is a backup']],
  [
    'an unverified one',
    { backup: anExecution({ options: { VerifyMode: 'NONE' } }) },
    ['DataSync verified it'],
  ],
  [
    'failed items',
    {
      backup: anExecution({ counts: { failed: { list: 1, prepare: 0, transfer: 0, verify: 0, delete: 0 } } }),
    },
    ['nothing failed in it'],
  ],
  [
    'items that failed by the log, which Basic mode does not count',
    {
      backup: anExecution({
        counts: { failed: undefined },
        failureLog: {
          lines: ['[WARN] Failed to open source file /a: gone'],
          failed: 1,
          mismatches: 0,
          complete: true,
        },
      }),
    },
    ['nothing failed in it'],
  ],
  [
    'fewer objects than were transferred',
    { backup: anExecution({ counts: { filesTransferred: 11 } }) },
    ['the archive has at least what the backup transferred'],
  ],
  [
    'objects of others',
    { census: { ...census, bare: ['x'] } },
    ['objects carry the metadata that DataSync writes'],
  ],
  ['later writes', { census: late }, ['nothing but DataSync wrote there since the last run']],
  ['later writes by a run under way', { census: late, quietSince: undefined }, []],
])('judges an archive with %s', (_what, changes, expected) => {
  expect(failing(changes)).toEqual(expected);
});
