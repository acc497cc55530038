import fc from 'fast-check';
import { depthOf } from './command';
import { Sample } from './sample';

const chosen = (keys: readonly string[], size: number, seed: string): Set<string> => {
  const sample = new Sample<string>(size, seed);
  for (const key of keys) sample.offer(key, key);
  return new Set(sample.items());
};

it('chooses so many, the same ones for the same seed in whatever order they come', () => {
  const keys = fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 60 });
  fc.assert(
    fc.property(keys, fc.nat(40), fc.string(), (all, size, seed) => {
      const first = chosen(all, size, seed);
      expect(first.size).toBe(Math.min(size, all.length));
      expect(chosen(all.toReversed(), size, seed)).toEqual(first);
    }),
  );
});

it('chooses others for another seed, and each about as often', () => {
  const keys = Array.from({ length: 20 }, (_, number) => `file-${number}`);
  const times = new Map<string, number>();
  for (let seed = 0; seed < 1000; seed += 1) {
    for (const key of chosen(keys, 5, String(seed))) times.set(key, (times.get(key) ?? 0) + 1);
  }
  // 250 expected, with a standard deviation of 14.
  for (const count of times.values()) expect(Math.abs(count - 250)).toBeLessThan(70);
  expect(times.size).toBe(20);
});

it.each([
  [{ sample: '5', full: true }],
  [{ seed: 'x' }],
  [{ sample: '0' }],
  [{ sample: '-1' }],
  [{ sample: '1.5' }],
  [{ sample: 'many' }],
])('refuses %j', (options) => {
  expect(() => depthOf(options, new Date())).toThrow(expect.objectContaining({ exitCode: 2 }));
});

it('takes the date for a seed when none is given', () => {
  const now = new Date('2026-03-10T12:00:00Z');
  expect(depthOf({ sample: '5' }, now)).toEqual({ kind: 'sample', size: 5, seed: '2026-03-10' });
});
