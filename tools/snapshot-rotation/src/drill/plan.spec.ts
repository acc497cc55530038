import * as fc from 'fast-check';
import { aSnapshot } from '../testing/snapshots';
import { aVolume, byId } from '../testing/records';
import { type DrillPlanInput, planDrill } from './plan';
import { Sample, seededRandom } from './sample';
import { DRILL_TAG } from './tags';
import { checkOfBlocks, checkVolume } from './verify';

const of = (volumeId: string, drilled?: string) => ({
  volumeId,
  tags: drilled === undefined ? {} : { [DRILL_TAG.drilled]: drilled },
});
const SNAPSHOTS = [
  aSnapshot('snap-1', '2026-01-01T00:00:00Z', of('vol-1', '2026-01-02T00:00:00Z')),
  aSnapshot('snap-2', '2026-01-03T00:00:00Z', of('vol-1')),
  aSnapshot('snap-3', '2026-01-04T00:00:00Z', { ...of('vol-1'), state: 'pending' }),
  aSnapshot('snap-4', '2026-01-01T00:00:00Z', of('vol-2', '2026-01-01T12:00:00Z')),
  aSnapshot('snap-5', '2026-01-01T00:00:00Z', { ...of('vol-3'), state: 'error' }),
];
const input = (more: Partial<DrillPlanInput> = {}): DrillPlanInput => ({
  snapshots: SNAPSHOTS,
  volumes: byId([aVolume('vol-1', { zone: 'eu-central-1b' })]),
  zones: ['eu-central-1a', 'eu-central-1b'],
  random: 0,
  ...more,
});
const chosen = (more?: Partial<DrillPlanInput>) =>
  planDrill(input(more)).targets.map(({ snapshot, zone }) => `${snapshot.id} in ${zone.slice(-1)}`);

describe('a drill', () => {
  it('takes the volume that was drilled longest ago', () => {
    expect(chosen()).toEqual(['snap-4 in a']);
  });

  it('takes one that was never drilled before any other, by chance', () => {
    const never = ['vol-7', 'vol-8'].map((id) => aSnapshot(`snap-of-${id}`, '2026-01-01T00:00:00Z', of(id)));
    const snapshots = [...SNAPSHOTS, ...never];
    expect(chosen({ snapshots, random: 0.1 })).toEqual(['snap-of-vol-7 in a']);
    expect(chosen({ snapshots, random: 0.9 })).toEqual(['snap-of-vol-8 in a']);
  });

  it('takes the newest completed snapshot, in the zone of its volume where that is there', () => {
    expect(chosen({ volumeIds: ['vol-1'] })).toEqual(['snap-2 in b']);
    expect(chosen({ volumeIds: ['vol-1'], zones: ['eu-central-1a'] })).toEqual(['snap-2 in a']);
    expect(chosen({ volumeIds: ['vol-1'], zone: 'eu-central-1a' })).toEqual(['snap-2 in a']);
  });

  it('takes all, longest ago first', () => {
    expect(chosen({ all: true })).toEqual(['snap-4 in a', 'snap-2 in b']);
  });

  it('says which of the named volumes have nothing to be restored from', () => {
    const { targets, hopeless } = planDrill(input({ volumeIds: ['vol-3', 'vol-9', 'vol-2'] }));
    expect(targets).toHaveLength(1);
    expect(hopeless.map(({ volumeId }) => volumeId)).toEqual(['vol-3', 'vol-9']);
  });

  it('of a policy without completed snapshots is empty', () => {
    expect(planDrill(input({ snapshots: [] }))).toEqual({ targets: [], hopeless: [] });
  });
});

describe('a sample', () => {
  const sampled = (size: number, count: number, seed: string) => {
    const sample = new Sample<number>(size, seededRandom(seed));
    for (let item = 0; item < count; item += 1) sample.add(item);
    return sample;
  };

  it('has as many different items as asked for, or all, and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(300), fc.string(), (size, count, seed) => {
        const { chosen, seen } = sampled(size, count, seed);
        expect(seen).toBe(count);
        expect(new Set(chosen).size).toBe(Math.min(size, count));
        expect(sampled(size, count, seed).chosen).toEqual(chosen);
      }),
      { numRuns: 50 },
    );
  });

  it('takes from everywhere', () => {
    const quarters = new Map<number, number>();
    for (let seed = 0; seed < 100; seed += 1) {
      for (const item of sampled(10, 400, String(seed)).chosen) {
        const quarter = Math.floor(item / 100);
        quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1);
      }
    }
    for (let quarter = 0; quarter < 4; quarter += 1) expect(quarters.get(quarter)).toBeGreaterThan(190);
  });
});

describe('the verdict on a restored volume', () => {
  const snapshot = aSnapshot('snap-1', '2026-01-01T00:00:00Z', { encrypted: true, kmsKeyId: 'key-1' });
  const good = aVolume('vol-9', { encrypted: true, kmsKeyId: 'key-1' });
  const bad = (more: Parameters<typeof aVolume>[1], of = snapshot) =>
    checkVolume({ ...good, ...more }, of, 'eu-central-1a').flatMap(({ name, ok }) => (ok ? [] : [name]));

  it.each<[string, Parameters<typeof aVolume>[1], readonly string[]]>([
    ['nothing that is as it should be', {}, []],
    ['another size', { sizeGiB: 4 }, ['size']],
    ['lost encryption', { encrypted: false, kmsKeyId: undefined }, ['encryption', 'key']],
    ['another key', { kmsKeyId: 'key-2' }, ['key']],
    ['another zone', { zone: 'eu-central-1c' }, ['zone']],
  ])('objects to %s', (_case, more, names) => {
    expect(bad(more)).toEqual(names);
  });

  it('takes encryption that the account adds', () => {
    expect(bad({}, { ...snapshot, encrypted: false, kmsKeyId: undefined })).toEqual([]);
  });

  it.each([
    [{ allocated: 9, read: 3, faults: [], faulty: 0 }, true, /^3 of 9 read/],
    [{ allocated: 3, read: 3, faults: [], faulty: 0 }, true, /^all 3 read/],
    [{ allocated: 0, read: 0, faults: [], faulty: 0 }, true, /never written/],
    [
      { allocated: 9, read: 9, faults: [{ index: 4, reason: 'gone' }], faulty: 3 },
      false,
      /block 4: gone; and 2 more/,
    ],
  ])('on blocks %j is %s', (check, ok, detail) => {
    expect(checkOfBlocks(check)).toEqual({
      name: 'blocks',
      ok,
      detail: expect.stringMatching(detail) as string,
    });
  });
});
