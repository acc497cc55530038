import fc from 'fast-check';
import type { GroupMembership, InstanceRecord, VolumeRecord } from '../model';
import { aVolume, anInstance, byId, volumesOf } from '../testing/records';
import { volumeIdsOf } from './create-plan';
import { planCreation } from './plan';
import type { CreatePlanInput, CreatePlanOptions } from './plan-input';

const CRASH: CreatePlanOptions = { consistency: 'crash', standby: false, ownTagKeys: ['Project'] };
const STOPPED: CreatePlanOptions = { ...CRASH, consistency: 'stopped' };
const QUIESCED: CreatePlanOptions = { ...CRASH, consistency: 'quiesced' };

function inputOf(
  volumes: readonly VolumeRecord[],
  instances: readonly InstanceRecord[] = [],
  more: Partial<CreatePlanInput> = {},
): CreatePlanInput {
  return {
    volumes: byId(volumes),
    instances: byId(instances),
    pending: new Map(),
    groups: new Map(),
    ...more,
  };
}

describe('the calls of a set', () => {
  const host = anInstance('i-1', ['vol-a', 'vol-b', 'vol-c']);
  const all = volumesOf(host);
  const pick = (...ids: string[]) => all.filter(({ id }) => ids.includes(id));

  test.each<[string, VolumeRecord[], object]>([
    ['all volumes of an instance are one call', all, { excludeRoot: false, excludeDataVolumeIds: [] }],
    [
      'the root is left out by its own switch',
      pick('vol-b', 'vol-c'),
      { excludeRoot: true, excludeDataVolumeIds: [] },
    ],
    [
      'data volumes are left out by id',
      pick('vol-a', 'vol-c'),
      { excludeRoot: false, excludeDataVolumeIds: ['vol-b'] },
    ],
  ])('%s', (_title, volumes, call) => {
    const { sets } = planCreation(inputOf(volumes, [host]), CRASH);
    expect(sets.map((set) => set.call)).toEqual([{ api: 'CreateSnapshots', copyVolumeTags: true, ...call }]);
  });

  test('a single volume, attached or not, is a call of its own', () => {
    const { sets } = planCreation(inputOf([...pick('vol-b'), aVolume('vol-z')], [host]), CRASH);
    expect(
      sets.map((set) => [volumeIdsOf(set), set.call.api, set.instanceId, set.volumes[0]?.device]),
    ).toEqual([
      [['vol-b'], 'CreateSnapshot', 'i-1', '/dev/sdb'],
      [['vol-z'], 'CreateSnapshot', undefined, undefined],
    ]);
  });

  const ids = Array.from({ length: 43 }, (_, at) => `vol-${String(at).padStart(2, '0')}`);
  test.each([
    [40, 'CreateSnapshots', 0],
    [41, 'CreateSnapshot', 1],
  ] as const)('with %d data volumes to leave out it is made by %s', (left, api, notes) => {
    const big = anInstance('i-1', ids);
    const chosen = volumesOf(big).filter((_, at) => at < ids.length - left);
    const [set] = planCreation(inputOf(chosen, [big]), CRASH).sets;
    expect([set?.call.api, set?.notes.length]).toEqual([api, notes]);
  });

  test('tags are copied by EC2 only where no key is given as well and all fit in', () => {
    const copied = (tags: Record<string, string>) => {
      const [set] = planCreation(inputOf(volumesOf(host, { tags }), [host]), CRASH).sets;
      return set?.call.api === 'CreateSnapshots' && set.call.copyVolumeTags;
    };
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, '']));
    expect([
      copied({ Name: 'x' }),
      copied({ Project: 'strata' }),
      copied(many(44)),
      copied(many(45)),
    ]).toEqual([true, false, true, false]);
  });
});

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

describe('stopped and quiesced', () => {
  test('an instance that is stopped already is neither stopped nor started', () => {
    const host = anInstance('i-1', ['vol-a'], { state: 'stopped', autoScalingGroup: 'web' });
    for (const options of [STOPPED, QUIESCED]) {
      const [set] = planCreation(inputOf(volumesOf(host), [host]), options).sets;
      expect(set).toMatchObject({ preparation: 'none', consistency: 'stopped' });
    }
  });

  test.each([
    [STOPPED, 'stop'],
    [QUIESCED, 'freeze'],
  ] as const)('a running instance is prepared', (options, preparation) => {
    const host = anInstance('i-1', ['vol-a']);
    const [set] = planCreation(inputOf(volumesOf(host), [host]), options).sets;
    expect(set).toMatchObject({ preparation, consistency: options.consistency });
  });
});

describe('Multi-Attach', () => {
  const shared = aVolume('vol-s', {
    attachments: ['i-1', 'i-2'].map((instanceId) => ({ instanceId, device: '/dev/sdb' })),
  });
  const hosts = (state: InstanceRecord['state'] = 'running') => [
    anInstance('i-1', ['vol-a', 'vol-s'], {}),
    anInstance('i-2', ['vol-b', 'vol-s', 'vol-c'], { state }),
  ];
  const volumes = (all: readonly InstanceRecord[]) => [
    shared,
    ...all.flatMap((host) => volumesOf(host)).filter(({ id }) => id !== 'vol-s'),
  ];

  test('joins the set of the instance with the most selected volumes, and is left out of the other', () => {
    const { sets } = planCreation(inputOf(volumes(hosts()), hosts()), CRASH);
    expect(sets.map((set) => [set.instanceId, volumeIdsOf(set)])).toEqual([
      ['i-1', ['vol-a']],
      ['i-2', ['vol-b', 'vol-c', 'vol-s']],
    ]);
  });

  test('joins a living instance rather than a terminated one', () => {
    const { sets } = planCreation(inputOf(volumes(hosts('terminated')), hosts('terminated')), CRASH);
    expect(sets.map((set) => [set.instanceId, volumeIdsOf(set)])).toEqual([['i-1', ['vol-a', 'vol-s']]]);
  });

  test('is skipped when one of its instances would be stopped while the other goes on writing', () => {
    const { skipped } = planCreation(inputOf(volumes(hosts()), hosts()), STOPPED);
    expect(skipped).toEqual([
      { volumeId: 'vol-s', instanceId: 'i-2', reason: expect.stringMatching(/Multi-Attach: .* i-1, i-2/) },
    ]);
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
    const { sets, refusals } = plan({}, false);
    expect(sets).toEqual([]);
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

describe('any selection', () => {
  const states = ['running', 'stopped', 'stopping', 'pending', 'terminated'] as const;
  const world = fc
    .array(
      fc.record({
        volumes: fc.integer({ min: 0, max: 4 }),
        state: fc.constantFrom(...states),
        autoScalingGroup: fc.constantFrom(undefined, 'web'),
        ebsBacked: fc.boolean(),
      }),
      { maxLength: 5 },
    )
    .chain((hosts) => {
      const instances = hosts.map(({ volumes, ...more }, at) =>
        anInstance(
          `i-${at}`,
          Array.from({ length: volumes }, (_, volume) => `vol-${at}${volume}`),
          more,
        ),
      );
      const attached = instances.flatMap((host) => volumesOf(host));
      const all = [...attached, aVolume('vol-x'), aVolume('vol-y', { state: 'deleting' })];
      return fc.record({
        instances: fc.constant(instances),
        volumes: fc.shuffledSubarray(all),
        pending: fc.array(
          fc.tuple(fc.constantFrom(...all.map(({ id }) => id)), fc.integer({ min: 0, max: 6 })),
        ),
        consistency: fc.constantFrom('crash', 'stopped', 'quiesced'),
        standby: fc.boolean(),
      });
    });

  test('ends with each volume in exactly one set or skipped with a reason, and no set mixes instances', () => {
    fc.assert(
      fc.property(world, ({ instances, volumes, pending, consistency, standby }) => {
        const input = inputOf(volumes, instances, { pending: new Map(pending) });
        const plan = planCreation(input, { ...CRASH, consistency, standby });
        const ended = [...plan.sets.flatMap(volumeIdsOf), ...plan.skipped.map(({ volumeId }) => volumeId)];
        expect(ended.sort()).toEqual(volumes.map(({ id }) => id).sort());
        expect(plan.skipped.every(({ reason }) => reason.length > 0)).toBe(true);
        for (const set of plan.sets) {
          const homes = new Set(set.volumes.map(({ volume }) => volume.attachments[0]?.instanceId));
          expect([...homes]).toEqual([set.instanceId]);
        }
      }),
    );
  });

  test('is planned alike in any order', () => {
    fc.assert(
      fc.property(world, ({ instances, volumes, consistency, standby }) => {
        const options = { ...CRASH, consistency, standby };
        const again = inputOf([...volumes].reverse(), [...instances].reverse());
        expect(planCreation(again, options)).toEqual(planCreation(inputOf(volumes, instances), options));
      }),
    );
  });
});
