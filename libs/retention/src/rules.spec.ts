import { plan } from './plan';
import type { RetentionPolicy } from './policy';
import { keptLines, NO_CAPS, snapshotAt, snapshotsEvery } from './sample-snapshots';
import type { Snapshot } from './snapshot';

const NOW = new Date('2030-01-01');

/** Twelve Sundays, 1 September to 17 November 2019, at 11:00. */
const SUNDAYS = snapshotsEvery(7 * 24, '2019-09-01T11:00Z', 12);
/** Every 8 hours from Sunday 27 December 2026 to Tuesday 5 January 2027: week 53 spans the turn of the year. */
const TURN_OF_YEAR = snapshotsEvery(8, '2026-12-27T00:00Z', 28);
/** The last days of months, as backups at month ends have them. */
const MONTH_ENDS = ['2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31'].map((day) =>
  snapshotAt(`${day}T12:00Z`),
);

test.each<[string, Snapshot[], RetentionPolicy, string[]]>([
  [
    'the last two',
    SUNDAYS,
    { keepLast: 2 },
    ['2019-11-17T11:00: last snapshot', '2019-11-10T11:00: last snapshot'],
  ],
  [
    'four days that have a snapshot, though they are Sundays',
    SUNDAYS,
    { keepDaily: 4 },
    ['11-17', '11-10', '11-03', '10-27'].map((day) => `2019-${day}T11:00: daily snapshot`),
  ],
  [
    'three months, of each the newest',
    SUNDAYS,
    { keepMonthly: 3 },
    ['11-17', '10-27', '09-29'].map((day) => `2019-${day}T11:00: monthly snapshot`),
  ],
  [
    'the oldest as well while a rule is not used up',
    SUNDAYS,
    { keepMonthly: 4 },
    [
      ...['11-17', '10-27', '09-29'].map((day) => `2019-${day}T11:00: monthly snapshot`),
      '2019-09-01T11:00: oldest monthly snapshot',
    ],
  ],
  [
    'all months, and so the oldest snapshot always',
    SUNDAYS,
    { keepMonthly: -1 },
    [
      ...['11-17', '10-27', '09-29'].map((day) => `2019-${day}T11:00: monthly snapshot`),
      '2019-09-01T11:00: oldest monthly snapshot',
    ],
  ],
  [
    'what any rule keeps, with the reasons of all',
    SUNDAYS,
    { keepLast: 1, keepMonthly: 2, keepYearly: 1 },
    [
      '2019-11-17T11:00: last snapshot, monthly snapshot, yearly snapshot',
      '2019-10-27T11:00: monthly snapshot',
    ],
  ],
  [
    'one per ISO week over the turn of the year',
    TURN_OF_YEAR,
    { keepWeekly: 3 },
    [
      '2027-01-05T00:00: weekly snapshot',
      '2027-01-03T16:00: weekly snapshot',
      '2026-12-27T16:00: weekly snapshot',
    ],
  ],
  [
    'the turn of the year in two years all the same',
    TURN_OF_YEAR,
    { keepYearly: 2 },
    ['2027-01-05T00:00: yearly snapshot', '2026-12-31T16:00: yearly snapshot'],
  ],
  [
    'the newest of each hour',
    ['10:00', '10:20', '10:59', '11:00', '12:30'].map((time) => snapshotAt(`2026-05-01T${time}Z`)),
    { keepHourly: 3 },
    ['12:30', '11:00', '10:59'].map((time) => `2026-05-01T${time}Z: hourly snapshot`),
  ],
  [
    'all within two days of the newest, and not the one exactly at the end',
    snapshotsEvery(12, '2026-05-01T00:00Z', 8),
    { keepWithin: '2d' },
    ['05-04T12', '05-04T00', '05-03T12', '05-03T00'].map((time) => `2026-${time}:00: within 2d`),
  ],
  [
    'a month back from 31 March by the calendar, which is 2 March in a leap year',
    MONTH_ENDS,
    { keepWithin: '1m' },
    ['2028-03-31T12:00Z: within 1m'],
  ],
  [
    'two months back from 31 March, but not the snapshot of that minute',
    MONTH_ENDS,
    { keepWithin: '2m' },
    ['2028-03-31T12:00Z: within 2m', '2028-02-29T12:00Z: within 2m'],
  ],
  [
    'an hour more, and it is within',
    MONTH_ENDS,
    { keepWithin: '2m1h' },
    ['2028-03-31', '2028-02-29', '2028-01-31'].map((day) => `${day}T12:00Z: within 2m1h`),
  ],
  [
    'the newest of each day within three days',
    snapshotsEvery(12, '2026-05-01T00:00Z', 8),
    { keepWithinDaily: '3d' },
    ['05-04', '05-03', '05-02'].map((day) => `2026-${day}T12:00: daily within 3d`),
  ],
  [
    'the oldest as well where a time reaches over all snapshots',
    snapshotsEvery(12, '2026-05-01T00:00Z', 4),
    { keepWithinDaily: '9d', keepWithinWeekly: '9d' },
    [
      '2026-05-02T12:00: daily within 9d, weekly within 9d',
      '2026-05-01T12:00: daily within 9d',
      '2026-05-01T00:00: oldest daily within 9d, oldest weekly within 9d',
    ],
  ],
  [
    'all, where a time reaches back further than dates do',
    snapshotsEvery(24, '2026-05-01T00:00Z', 2),
    { keepWithin: '9999999y' },
    ['2026-05-02T00:00: within 9999999y', '2026-05-01T00:00: within 9999999y'],
  ],
  [
    'those with all tags of a list, of any list',
    [
      snapshotAt('2026-01-01T00:00Z', { tags: { policy: 'nightly', hold: '' } }),
      snapshotAt('2026-01-02T00:00Z', { tags: { policy: 'nightly', env: 'prod' } }),
      snapshotAt('2026-01-03T00:00Z', { tags: { policy: 'nightly', env: 'prod', gold: 'yes' } }),
      snapshotAt('2026-01-04T00:00Z'),
    ],
    { keepTags: [[{ key: 'hold' }], [{ key: 'env', value: 'prod' }, { key: 'gold' }]] },
    [
      '2026-01-04T00:00Z: newest completed snapshot of its volume',
      '2026-01-03T00:00Z: tagged env=prod,gold',
      '2026-01-01T00:00Z: tagged hold',
    ],
  ],
])('keeps %s', (_, snapshots, policy, expected) => {
  expect(keptLines(plan(snapshots, policy, NOW, NO_CAPS))).toEqual(expected);
});

test('a daily backup of a hundred years leaves as many as can be reckoned by hand', () => {
  const century = snapshotsEvery(24, '1930-01-01T12:00Z', 36_525 - 14);
  const policy = { keepDaily: 7, keepWeekly: 5, keepMonthly: 12, keepYearly: 75 };
  const { keep, remove } = plan(century, policy, NOW, NO_CAPS);
  const byRule = (code: string) => keep.filter(({ reasons }) => reasons.some((r) => r.code === code)).length;

  expect(century.at(-1)?.id).toBe('2029-12-17T12:00');
  expect(['keepDaily', 'keepWeekly', 'keepMonthly', 'keepYearly'].map(byRule)).toEqual([7, 5, 12, 75]);
  // Monday 17 December is the newest of its day, week, month and year; Sunday the 16th, the newest of a week, is
  // among the days as well; so 7 + 3 weeks + 11 months + 74 years.
  expect(keep).toHaveLength(95);
  expect(keep.length + remove.length).toBe(century.length);
});
