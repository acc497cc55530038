import fc from 'fast-check';
import { BUCKETS } from './bucket';
import { ISO_LABELS } from './iso-labels';

const same = (bucket: keyof typeof ISO_LABELS, a: string, b: string) =>
  BUCKETS[bucket](new Date(a), 0) === BUCKETS[bucket](new Date(b), 1);

test.each([
  ['hour', '2026-05-01T10:00:00.000Z', '2026-05-01T10:59:59.999Z', true],
  ['hour', '2026-05-01T10:59:59.999Z', '2026-05-01T11:00:00.000Z', false],
  ['hour', '2026-05-01T10:30Z', '2026-05-02T10:30Z', false],
  ['hour', '2026-10-25T00:30Z', '2026-10-25T01:30Z', false],
  ['hour', '2026-10-25T02:30+02:00', '2026-10-25T02:30+01:00', false],
  ['day', '2026-03-29T00:00Z', '2026-03-29T23:59:59.999Z', true],
  ['day', '2026-03-29T23:30+02:00', '2026-03-30T00:30+02:00', true],
  ['day', '2028-02-28T12:00Z', '2028-02-29T12:00Z', false],
  ['day', '2028-02-29T12:00Z', '2028-03-01T12:00Z', false],
  ['week', '2026-12-28T00:00Z', '2027-01-03T23:59:59.999Z', true],
  ['week', '2026-12-27T23:59:59.999Z', '2026-12-28T00:00Z', false],
  ['week', '2027-01-03T23:59:59.999Z', '2027-01-04T00:00Z', false],
  ['week', '2024-12-30T00:00Z', '2025-01-05T00:00Z', true],
  ['week', '2026-01-01T00:00Z', '2026-12-31T00:00Z', false],
  ['week', '1969-12-29T00:00Z', '1970-01-04T00:00Z', true],
  ['month', '2028-02-01T00:00Z', '2028-02-29T23:59:59.999Z', true],
  ['month', '2026-01-31T23:59:59.999Z', '2026-02-01T00:00Z', false],
  ['month', '2026-01-15T00:00Z', '2027-01-15T00:00Z', false],
  ['year', '2026-01-01T00:00Z', '2026-12-31T23:59:59.999Z', true],
  ['year', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00Z', false],
] as const)('by %s, %s and %s are in the same bucket: %s', (bucket, a, b, expected) => {
  expect(same(bucket, a, b)).toBe(expected);
});

test('each snapshot has a bucket of its own, even at the same time', () => {
  const moment = new Date('2026-01-01');
  expect(BUCKETS.each(moment, 0)).not.toBe(BUCKETS.each(moment, 1));
});

test.each(['hour', 'day', 'week', 'month', 'year'] as const)(
  'by %s, buckets are those that ISO 8601 names, and later ones have greater numbers',
  (bucket) => {
    const min = new Date('1960-01-01').getTime();
    const max = new Date('2100-01-01').getTime();
    const pairs = fc.tuple(fc.integer({ min, max }), fc.integer({ min: 0, max: 400 * 86_400_000 }));
    fc.assert(
      fc.property(pairs, ([time, later]) => {
        const [a, b] = [new Date(time), new Date(time + later)];
        const [numberA, numberB] = [BUCKETS[bucket](a, 0), BUCKETS[bucket](b, 0)];
        expect(numberA === numberB).toBe(ISO_LABELS[bucket](a) === ISO_LABELS[bucket](b));
        expect(numberB).toBeGreaterThanOrEqual(numberA);
      }),
      { numRuns: 500 },
    );
  },
);
