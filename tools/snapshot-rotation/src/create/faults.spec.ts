import type { GroupMembership, InstanceRecord, VolumeRecord } from '../model';
import { CRASH, inputOf, QUIESCED, STOPPED } from '../testing/create-plan-input';
import { anInstance, volumesOf } from '../testing/records';
import { volumeIdsOf } from './create-plan';
import { planCreation } from './plan';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';

describe('what is skipped', () => {
  const on = (more: Partial<InstanceRecord>) => anInstance('i-1', ['vol-a'], more);
  const group: GroupMembership = {
    group: 'web',
    lifecycleState: 'Terminating',
    minSize: 0,
    desiredCapacity: 1,
  };

  test.each<
    [
      string,
      CreatePlanOptions,
      Partial<VolumeRecord>,
      Partial<InstanceRecord>,
      Partial<CreatePlanInput>,
      RegExp,
    ]
  >([
    ['a volume that is being made', CRASH, { state: 'creating' }, {}, {}, /the volume is creating/],
    ['a volume that failed', CRASH, { state: 'error' }, {}, {}, /the volume is error/],
    [
      'a volume with 5 pending snapshots',
      CRASH,
      {},
      {},
      { pending: new Map([['vol-a', 5]]) },
      /5 .* pending/,
    ],
    [
      'an st1 volume with one',
      CRASH,
      { type: 'st1' },
      {},
      { pending: new Map([['vol-a', 1]]) },
      /1 .* pending/,
    ],
    ['a volume of a terminated instance', CRASH, {}, { state: 'terminated' }, {}, /instance is terminated/],
    ['an instance store', STOPPED, {}, { ebsBacked: false }, {}, /instance store/],
    ['a Spot instance that would be stopped', STOPPED, {}, { lifecycle: 'spot' }, {}, /Spot/],
    ['an instance that starts', STOPPED, {}, { state: 'pending' }, {}, /is starting/],
    ['an instance that someone else stops', STOPPED, {}, { state: 'stopping' }, {}, /someone else/],
    [
      'what an earlier run left stopped',
      STOPPED,
      {},
      { tags: { 'strata:stopped-by': 'r1' } },
      {},
      /run r1: .* resume/,
    ],
    [
      'what leaves its group',
      STOPPED,
      {},
      { autoScalingGroup: 'web' },
      { groups: new Map([['i-1', group]]) },
      /Terminating/,
    ],
    ['an instance that is not running', QUIESCED, {}, { state: 'stopping' }, {}, /only a running one/],
    ['one that Systems Manager does not reach', QUIESCED, {}, {}, { managed: new Set() }, /Systems Manager/],
    [
      'what an earlier run left frozen',
      QUIESCED,
      {},
      { tags: { 'strata:frozen-by': 'r1' } },
      {},
      /run r1: .* resume/,
    ],
  ])('%s', (_title, options, volume, instance, more, reason) => {
    const host = on(instance);
    const plan = planCreation(inputOf(volumesOf(host, volume), [host], more), options);
    expect(plan.sets).toEqual([]);
    expect(plan.skipped).toEqual([
      { volumeId: 'vol-a', instanceId: 'i-1', reason: expect.stringMatching(reason) },
    ]);
  });

  test('one full volume leaves the others of its instance in their set', () => {
    const host = anInstance('i-1', ['vol-a', 'vol-b', 'vol-c']);
    const plan = planCreation(inputOf(volumesOf(host), [host], { pending: new Map([['vol-b', 5]]) }), CRASH);
    expect(plan.sets.map(volumeIdsOf)).toEqual([['vol-a', 'vol-c']]);
    expect(plan.sets[0]?.call).toMatchObject({ excludeDataVolumeIds: ['vol-b'] });
  });
});

describe('an instance of a type with instance store volumes', () => {
  const host = anInstance('i-1', ['vol-a'], { type: 'm5d.large' });
  const plan = (options: CreatePlanOptions, more: Partial<InstanceRecord> = {}) =>
    planCreation(
      inputOf(volumesOf(host), [{ ...host, ...more }], { instanceStoreTypes: new Set(['m5d.large']) }),
      options,
    );

  test('is refused when it would be stopped, with what to do', () => {
    const { sets, refusals } = plan(STOPPED);
    expect(sets).toEqual([]);
    expect(refusals).toEqual([
      {
        instanceId: 'i-1',
        reason: expect.stringContaining('m5d.large, which has instance store volumes'),
        fix: expect.stringContaining('--unsafe-lose-instance-store'),
      },
    ]);
  });

  test.each<[string, CreatePlanOptions, Partial<InstanceRecord>]>([
    ['is stopped where losing what is on them is allowed', { ...STOPPED, loseInstanceStore: true }, {}],
    ['is taken as it is when it is stopped already', STOPPED, { state: 'stopped' }],
    ['is taken crash-consistent', CRASH, {}],
  ])('%s', (_title, options, more) => {
    expect(plan(options, more)).toMatchObject({ refusals: [], sets: [{ instanceId: 'i-1' }] });
  });
});

describe('an instance of an Auto Scaling group that would be stopped', () => {
  const host = anInstance('i-1', ['vol-a'], { autoScalingGroup: 'web' });
  const plan = (membership: Partial<GroupMembership> | undefined, standby: boolean) =>
    planCreation(
      inputOf(volumesOf(host), [host], {
        groups: membership
          ? new Map([
              [
                'i-1',
                { group: 'web', lifecycleState: 'InService', minSize: 1, desiredCapacity: 2, ...membership },
              ],
            ])
          : new Map(),
      }),
      { ...STOPPED, standby },
    );

  test('is refused, with what to do', () => {
    const { sets, skipped, refusals } = plan({}, false);
    expect(sets).toEqual([]);
    expect(skipped).toMatchObject([{ volumeId: 'vol-a', refused: true }]);
    expect(refusals).toEqual([
      {
        instanceId: 'i-1',
        reason: expect.stringContaining('would terminate'),
        fix: expect.stringContaining('--standby'),
      },
    ]);
  });

  test('is put in Standby where that is asked for', () => {
    expect(plan({}, true).sets[0]).toMatchObject({ preparation: 'stop', standbyGroup: 'web' });
  });

  test('is refused where the group would get smaller than its minimum', () => {
    expect(plan({ minSize: 2 }, true).refusals).toEqual([
      {
        instanceId: 'i-1',
        reason: expect.stringContaining('minimum 2'),
        fix: expect.stringContaining('minimum of web'),
      },
    ]);
  });

  test('is refused where the group does not know it', () => {
    expect(plan(undefined, true).refusals).toHaveLength(1);
  });

  test('needs no Standby when someone put it there', () => {
    const [set] = plan({ lifecycleState: 'Standby' }, false).sets;
    expect(set).toMatchObject({ preparation: 'stop', standbyGroup: undefined });
  });
});
