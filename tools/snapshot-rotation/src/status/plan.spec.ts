import { aVolume } from '../testing/records';
import { statusMetrics } from './metrics';
import { type Completed, type StatusInput, statusOf } from './plan';
import { statusJson, statusText } from './report';

const NOW = new Date('2026-03-10T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

/** The newest so many hours ago, the oldest as many or more. */
const completed = (id: string, newest: number, oldest = newest): Completed => ({
  newest: { id, startTime: hoursAgo(newest) },
  since: hoursAgo(oldest),
});

const status = (changes: Partial<StatusInput>) =>
  statusOf({
    policy: 'default',
    rpoMinutes: 24 * 60,
    volumes: [aVolume('vol-1', { createdAt: hoursAgo(100) })],
    completed: new Map(),
    copies: [],
    now: NOW,
    ...changes,
  });

it.each<[string, number, boolean]>([
  ['younger than the RPO', 23, true],
  ['exactly as old as the RPO', 24, true],
  ['older than the RPO', 24.001, false],
  ['dated a little ahead, by a clock that differs', -0.01, true],
])('judges a snapshot that is %s', (_what, age, met) => {
  const report = status({ completed: new Map([['vol-1', completed('snap-1', age)]]) });
  expect(report.volumes[0]).toMatchObject({ snapshotId: 'snap-1', met });
  expect(report.over).toBe(met ? 0 : 1);
  expect(report.worstAgeSeconds).toBe(Math.max(0, age * 3600));
});

it('misses the RPO of a volume that never had a snapshot, however young it is', () => {
  const report = status({ volumes: [aVolume('vol-1', { createdAt: hoursAgo(1) })] });
  expect(report).toMatchObject({ over: 1, worstAgeSeconds: 3600 });
  expect(report.volumes[0]).toMatchObject({ snapshotId: undefined, ageSeconds: undefined, met: false });
});

describe('copies', () => {
  const there = (copy?: Completed) => [
    { region: 'eu-west-1', completed: new Map(copy ? [['vol-1', copy]] : []) },
  ];
  it.each<[string, Completed | undefined, number, boolean, number]>([
    ['young enough', completed('snap-c', 20), 90, true, 20],
    ['too old', completed('snap-c', 25), 90, false, 25],
    ['missing, but not owed for long', undefined, 2, true, 2],
    ['missing for longer than the RPO', undefined, 90, false, 90],
  ])('that are %s', (_what, copy, oldest, met, worstHours) => {
    const own = new Map([['vol-1', completed('snap-1', 1, oldest)]]);
    const report = status({ completed: own, copies: there(copy) });
    expect(report.volumes[0]?.copies[0]).toMatchObject({ region: 'eu-west-1', met });
    expect(report).toMatchObject({ over: met ? 0 : 1, worstAgeSeconds: worstHours * 3600 });
  });
});

describe('a report', () => {
  const volumes = [
    aVolume('vol-ok', { tags: { Name: 'db' }, attachments: [{ instanceId: 'i-1', device: '/dev/sdf' }] }),
    aVolume('vol-never', { createdAt: hoursAgo(50) }),
    aVolume('vol-late'),
  ];
  const report = status({
    volumes,
    completed: new Map([
      ['vol-ok', completed('snap-ok', 2, 90)],
      ['vol-late', completed('snap-late', 30)],
    ]),
    copies: [{ region: 'eu-west-1', completed: new Map([['vol-ok', completed('snap-copy', 14)]]) }],
  });

  it('reads well, the worst first', () => {
    expect(statusText(report)).toMatchInlineSnapshot(`
      "volume     name  instance  newest completed    age  in eu-west-1  RPO
      vol-never  -     -         -                 never         never  MISSED
      vol-late   -     -         snap-late          30 h         never  MISSED
      vol-ok     db    i-1       snap-ok             2 h          14 h  met
      Policy default: 2 of 3 volumes miss the RPO of 24 h."
    `);
  });

  it('says in JSON what a script needs', () => {
    const { volumes: shown, ...rest } = statusJson(report);
    expect(rest).toEqual({
      policy: 'default',
      rpoSeconds: 86_400,
      over: 2,
      worstAgeSeconds: 180_000,
      unread: [],
    });
    expect(shown[0]).toMatchObject({
      volumeId: 'vol-never',
      snapshotId: null,
      ageSeconds: null,
      rpoMet: false,
    });
  });

  it('gives CloudWatch the worst age and the number of volumes over the RPO', () => {
    expect(statusMetrics(report)).toEqual([
      { name: 'SnapshotRpoAgeSeconds', unit: 'Seconds', value: 180_000 },
      { name: 'SnapshotVolumesOverRpo', unit: 'Count', value: 2 },
    ]);
  });
});
