import { leaseKey, leaseValue } from '../lease/lease-tags';
import type { SnapshotRecord, VolumeRecord } from '../model';
import { aVolume, anInstance, byId } from '../testing/records';
import { aSnapshot } from '../testing/snapshots';
import { planResume, type ResumeInput, type ResumeOptions } from './plan';

const NOW = new Date('2026-01-31T04:00:00Z');
const DEAD = 'default-20260131T030000Z-00000a';
const LIVING = 'default-20260131T035500Z-00000b';
const OPTIONS: ResumeOptions = {
  now: NOW,
  force: [],
  environment: 'staging',
  quiesceDocuments: new Map([['default', 'Quiesce']]),
};
const NOTHING: ResumeInput = {
  instances: [],
  volumes: [],
  unfinished: [],
  snapshots: [],
  sources: new Map(),
};

function leased(id: string, runId: string, expires: string, more: Partial<VolumeRecord> = {}): VolumeRecord {
  const value = leaseValue({ state: 'held', policy: 'default', expires: new Date(expires) });
  return aVolume(id, { tags: { Name: id, [leaseKey(runId)]: value }, ...more });
}

const LONG_AGO = '2026-01-31T03:10:00Z';
const SOON = '2026-01-31T04:05:00Z';

const runOf = (runId: string, changes: Partial<SnapshotRecord> = {}) => ({
  tags: { 'strata:run': runId, [leaseKey(runId)]: 'unfinished' },
  ...changes,
});

test('finds nothing where nothing is left', () => {
  expect(planResume(NOTHING, OPTIONS)).toEqual({
    living: [],
    restores: [],
    tags: [],
    leases: [],
    findings: [],
  });
});

test('thaws, starts and puts back into service, in this order, what a dead run marked', () => {
  const tags = { 'strata:standby-by': DEAD, 'strata:stopped-by': DEAD, 'strata:frozen-by': DEAD };
  const { restores } = planResume({ ...NOTHING, instances: [anInstance('i-1', [], { tags })] }, OPTIONS);
  expect(restores).toEqual([
    { instanceId: 'i-1', step: 'thaw', runId: DEAD, quiesceDocument: 'Quiesce' },
    { instanceId: 'i-1', step: 'start', runId: DEAD, quiesceDocument: undefined },
    { instanceId: 'i-1', step: 'leave-standby', runId: DEAD, quiesceDocument: undefined },
  ]);
});

describe('a run whose lease holds', () => {
  const input: ResumeInput = {
    ...NOTHING,
    instances: [anInstance('i-1', ['vol-1'], { state: 'stopped', tags: { 'strata:stopped-by': LIVING } })],
    volumes: [leased('vol-1', LIVING, SOON)],
    unfinished: [aSnapshot('snap-1', LONG_AGO, runOf(LIVING))],
  };

  test('is named and left alone', () => {
    expect(planResume(input, OPTIONS)).toEqual({
      living: [{ runId: LIVING, expires: new Date(SOON), leaves: ['start i-1'] }],
      restores: [],
      tags: [],
      leases: [],
      findings: [],
    });
  });

  test.each([['all' as const], [[LIVING]]])('is put right when it is said to be dead (%j)', (force) => {
    const plan = planResume(input, { ...OPTIONS, force });
    expect(plan.living).toEqual([]);
    expect([plan.restores, plan.tags, plan.leases].map((each) => each.length)).toEqual([1, 1, 1]);
  });

  test('stays alone when another one is said to be dead', () => {
    expect(planResume(input, { ...OPTIONS, force: [DEAD] }).restores).toEqual([]);
  });

  test('is alive as long as one of its leases holds', () => {
    const both = { ...input, volumes: [leased('vol-2', LIVING, LONG_AGO), ...input.volumes] };
    expect(planResume(both, OPTIONS).leases).toEqual([]);
  });
});

test('completes the tags of a dead run’s snapshots from the volumes that are still there', () => {
  const source = aVolume('vol-1', {
    tags: { Name: 'data' },
    attachments: [{ instanceId: 'i-1', device: '/dev/sdf' }],
  });
  const unfinished = [
    aSnapshot('snap-1', LONG_AGO, { tags: { ...runOf(DEAD).tags, 'strata:source-instance': 'i-1' } }),
    aSnapshot('snap-2', LONG_AGO, runOf(DEAD, { volumeId: 'vol-gone' })),
  ];
  const { tags } = planResume({ ...NOTHING, unfinished, sources: byId([source]) }, OPTIONS);
  expect(tags).toEqual([
    {
      snapshotId: 'snap-1',
      runId: DEAD,
      device: '/dev/sdf',
      volumeTags: { Name: 'data' },
      leaseRunIds: [DEAD],
    },
    { snapshotId: 'snap-2', runId: DEAD, device: undefined, volumeTags: undefined, leaseRunIds: [DEAD] },
  ]);
});

test('leaves the snapshots of other services alone, to which a lease was copied with the volume’s tags', () => {
  const unfinished = [aSnapshot('snap-1', LONG_AGO, { tags: { [leaseKey(DEAD)]: 'held' } })];
  expect(planResume({ ...NOTHING, unfinished }, OPTIONS).tags).toEqual([]);
});

test('frees volumes from dead runs, and tells what these did not get done', () => {
  const volumes = [
    leased('vol-1', DEAD, LONG_AGO),
    leased('vol-2', DEAD, LONG_AGO),
    leased('vol-3', DEAD, LONG_AGO),
  ];
  const snapshots = [
    aSnapshot('snap-1', LONG_AGO, { volumeId: 'vol-1', tags: { 'strata:run': DEAD } }),
    aSnapshot('snap-2', LONG_AGO, { volumeId: 'vol-2', state: 'error', tags: { 'strata:run': DEAD } }),
  ];
  const plan = planResume({ ...NOTHING, volumes, snapshots }, OPTIONS);
  expect(plan.leases).toEqual(['vol-1', 'vol-2', 'vol-3'].map((volumeId) => ({ volumeId, runIds: [DEAD] })));
  expect(plan.findings).toEqual([
    { id: 'vol-3', runId: DEAD, detail: expect.stringContaining('no snapshot') },
    { id: 'snap-2', runId: DEAD, detail: expect.stringContaining('ended in error') },
  ]);
});

test('heeds only the runs of the policy that is asked for', () => {
  const nightly = 'nightly-20260131T030000Z-00000c';
  const volumes = [leased('vol-1', DEAD, LONG_AGO), leased('vol-2', nightly, LONG_AGO)];
  const plan = planResume({ ...NOTHING, volumes }, { ...OPTIONS, policy: 'nightly' });
  expect(plan.leases).toEqual([{ volumeId: 'vol-2', runIds: [nightly] }]);
});

test('leaves terminated instances alone', () => {
  const gone = anInstance('i-1', [], { state: 'terminated', tags: { 'strata:stopped-by': DEAD } });
  expect(planResume({ ...NOTHING, instances: [gone] }, OPTIONS).restores).toEqual([]);
});

describe('a dead run of another environment whose policy has the same name', () => {
  const marked = { 'strata:stopped-by': DEAD };
  const leaseOf = (environment: string) => {
    const value = leaseValue({
      state: 'held',
      policy: 'default',
      expires: new Date(LONG_AGO),
      environment,
    });
    return aVolume('vol-1', { tags: { [leaseKey(DEAD)]: value } });
  };
  const EMPTY = { living: [], restores: [], tags: [], leases: [], findings: [] };

  test('is left to it, by its lease', () => {
    const instances = [anInstance('i-1', ['vol-1'], { state: 'stopped', tags: marked })];
    const unfinished = [aSnapshot('snap-1', LONG_AGO, runOf(DEAD))];
    const input = { ...NOTHING, instances, unfinished, volumes: [leaseOf('production')] };
    expect(planResume(input, OPTIONS)).toEqual(EMPTY);
    const { restores, leases, tags } = planResume(input, { ...OPTIONS, environment: 'production' });
    expect([restores.length, leases.length, tags.length]).toEqual([1, 1, 1]);
  });

  test('is left to it, by the tag of what it marked, where no lease is left', () => {
    const tags = { ...marked, Environment: 'production' };
    const input = { ...NOTHING, instances: [anInstance('i-1', [], { state: 'stopped', tags })] };
    expect(planResume(input, OPTIONS)).toEqual(EMPTY);
    expect(planResume(input, { ...OPTIONS, environment: 'production' }).restores).toHaveLength(1);
  });

  test('has worked on what another environment owns: the lease counts', () => {
    const tags = { ...marked, Environment: 'production' };
    const instances = [anInstance('i-1', ['vol-1'], { state: 'stopped', tags })];
    const input = { ...NOTHING, instances, volumes: [leaseOf('staging')] };
    expect(planResume(input, OPTIONS).restores).toHaveLength(1);
  });
});
