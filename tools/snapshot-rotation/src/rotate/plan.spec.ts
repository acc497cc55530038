import type { CreatePlan } from '../create/create-plan';
import { planPrune } from '../prune/plan';
import { pruneReport } from '../prune/report';
import { aCreatedItem, aCreateReport } from '../testing/created';
import { aPolicy } from '../testing/policies';
import { aVolume } from '../testing/records';
import { aSnapshot } from '../testing/snapshots';
import { forecastPrune, notPruned } from './plan';
import {
  rotateExitCode,
  rotateJson,
  rotatePlanText,
  type RotateReport,
  rotateText,
  rotationMetrics,
} from './report';

const NOW = new Date('2026-03-10T12:00:00Z');
const of = (volumeId: string, ...days: string[]) =>
  days.map((day) => aSnapshot(`${volumeId}/${day}`, `2026-03-${day}T03:00:00Z`, { volumeId }));
const SNAPSHOTS = [
  ...of('vol-a', '09', '08'),
  ...of('vol-b', '09', '08', '07'),
  ...of('vol-gone', '09', '08', '07'),
];

/** `vol-a` and `vol-new` are snapshotted, `vol-b` cannot be. */
const CREATION: CreatePlan = {
  sets: ['vol-a', 'vol-new'].map((id) => ({
    volumes: [{ volume: aVolume(id) }],
    call: { api: 'CreateSnapshot' as const },
    preparation: 'none' as const,
    consistency: 'crash' as const,
    notes: [],
  })),
  skipped: [{ volumeId: 'vol-b', reason: '5 of its snapshots are still pending' }],
  refusals: [],
};
const BASE = { policy: aPolicy(), region: 'eu-central-1', now: NOW };

it('forecasts a prune as if all planned snapshots had completed; what gets none loses none', () => {
  const prune = forecastPrune({ ...BASE, creation: CREATION, snapshots: SNAPSHOTS });
  expect(rotatePlanText({ creation: CREATION, prune })).toMatchInlineSnapshot(`
    "2 snapshots in 2 sets
    instance  volumes  consistency  how
    -         vol-a    crash        CreateSnapshot
    -         vol-new  crash        CreateSnapshot

    skipped: 1 volume
    volume  why
    vol-b   5 of its snapshots are still pending

    Then, if all of these complete:
    Policy default in eu-central-1: keep 2 last.
    volume    snapshot           age   size  state      policy   plan   because
    vol-a     (new of vol-a)     0 s  8 GiB  completed  default  stays  last snapshot
    vol-a     vol-a/09          33 h  8 GiB  completed  default  stays  last snapshot
    vol-a     vol-a/08           2 d  8 GiB  completed  default  goes   no rule keeps it
    vol-gone  vol-gone/09       33 h  8 GiB  completed  default  stays  last snapshot
    vol-gone  vol-gone/08        2 d  8 GiB  completed  default  stays  last snapshot
    vol-gone  vol-gone/07        3 d  8 GiB  completed  default  goes   no rule keeps it
    vol-new   (new of vol-new)   0 s  8 GiB  completed  default  stays  last snapshot
    vol-b is left alone: it gets no new snapshot: 5 of its snapshots are still pending.
    Of 7 snapshots of 3 volumes, 2 go and 5 stay."
  `);
});

it.each([
  ['a completed snapshot', {}, undefined],
  ['a pending one', { state: 'pending' as const }, undefined],
  ['one of which nothing is known', { state: undefined }, undefined],
  [
    'one in error',
    { outcome: 'failed' as const, state: 'error' as const, detail: 'snap-1 ended in error: key' },
    'it got no new snapshot: snap-1 ended in error: key',
  ],
  [
    'none',
    { outcome: 'skipped' as const, state: undefined, snapshotId: undefined, detail: 'leased' },
    'it got no new snapshot: leased',
  ],
])('leaves a volume alone that got no snapshot: it got %s', (_what, changes, reason) => {
  expect(notPruned([aCreatedItem('vol-a', changes)]).get('vol-a')).toBe(reason);
});

it('prunes by completed snapshots only, so that a volume whose snapshots outlast the runs does not keep all', () => {
  const pending = {
    ...aSnapshot('snap-of-vol-a', '2026-03-10T11:59:00Z', { volumeId: 'vol-a' }),
    state: 'pending' as const,
  };
  const items = [aCreatedItem('vol-a', { state: 'pending' })];
  const { keep, remove } = planPrune([pending, ...of('vol-a', '09', '08', '07', '06')], {
    ...BASE,
    scope: { leaveOut: notPruned(items) },
  });
  expect(remove.map(({ snapshot }) => snapshot.id)).toEqual(['vol-a/07', 'vol-a/06']);
  expect(keep.map(({ snapshot }) => snapshot.id)).toEqual(['snap-of-vol-a', 'vol-a/09', 'vol-a/08']);
});

describe('a report', () => {
  const failed = aCreatedItem('vol-b', {
    outcome: 'failed',
    state: undefined,
    snapshotId: undefined,
    detail: 'denied',
  });
  const items = [aCreatedItem('vol-a'), failed];
  const plan = planPrune(
    [aSnapshot('snap-of-vol-a', '2026-03-10T11:00:00Z', { volumeId: 'vol-a' }), ...SNAPSHOTS],
    { ...BASE, scope: { leaveOut: notPruned(items) } },
  );
  const pruned = pruneReport(
    plan,
    plan.remove.map(({ snapshot: { id, volumeId } }) => ({
      id,
      volumeId,
      outcome: 'done',
      detail: 'removed',
    })),
  );
  const report: RotateReport = {
    policy: 'default',
    region: 'eu-central-1',
    created: aCreateReport(items),
    pruned,
  };

  it('reads well', () => {
    expect(rotateText(report)).toMatchInlineSnapshot(`
      "volume  instance  snapshot       state      outcome  detail
      vol-a   -         snap-of-vol-a  completed  done     crash
      vol-b   -         -              -          failed   denied
      1 snapshot completed, 1 failed (run default-20260310T120000Z-0a1b2c)
      vol-b was not pruned: it got no new snapshot: denied.
      2 snapshots removed, 0 skipped, 0 failed.
      "
    `);
  });

  it('says in JSON how many of what, and ends with 1 when something failed', () => {
    expect(rotateJson(report)).toMatchObject({ created: 1, removed: 2, failed: 1 });
    expect(rotateExitCode(report)).toBe(1);
  });

  it('ends with 3 when a guard refused to prune, and says that nothing was removed', () => {
    const refused: RotateReport = {
      policy: 'default',
      region: 'eu-central-1',
      created: aCreateReport([aCreatedItem('vol-a')]),
      problem: 'refused',
      message: 'The plan is refused.',
    };
    expect(rotateExitCode(refused)).toBe(3);
    expect(rotateText(refused)).toMatch(/Nothing was removed. The plan is refused.\n$/);
    expect(rotateExitCode({ ...refused, problem: 'failed' })).toBe(1);
    expect(rotateExitCode({ ...report, created: aCreateReport([aCreatedItem('vol-a')]) })).toBe(0);
  });

  it('gives CloudWatch the counts, zeros too: an alarm must see them end', () => {
    expect(rotationMetrics({ created: 2, removed: 1, failed: 0 })).toEqual([
      { name: 'SnapshotsCreated', unit: 'Count', value: 2 },
      { name: 'SnapshotsRemoved', unit: 'Count', value: 1 },
      { name: 'SnapshotsFailed', unit: 'Count', value: 0 },
    ]);
  });
});
