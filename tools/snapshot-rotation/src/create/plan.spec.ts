import fc from 'fast-check';
import type { InstanceRecord, VolumeRecord } from '../model';
import { CRASH, inputOf, QUIESCED, STOPPED } from '../testing/create-plan-input';
import { aVolume, anInstance, volumesOf } from '../testing/records';
import { volumeIdsOf } from './create-plan';
import { planCreation } from './plan';

describe('the consistency of a volume without a known instance', () => {
  test.each<[string, Partial<VolumeRecord>, string]>([
    ['nothing writes to one that is available', { state: 'available' }, 'stopped'],
    ['one that is being attached may be written to', { state: 'in-use', attachments: [] }, 'crash'],
    [
      'so may one whose instance is not known',
      { attachments: [{ instanceId: 'i-9', device: '/dev/sdf' }] },
      'crash',
    ],
  ])('%s', (_title, more, consistency) => {
    const { sets } = planCreation(inputOf([aVolume('vol-a', more)]), STOPPED);
    expect(sets).toMatchObject([{ consistency, preparation: 'none' }]);
  });
});

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
