import fc from 'fast-check';
import { TokenBucket } from './index';

const limits = fc.record({
  capacity: fc.integer({ min: 1, max: 200 }),
  refillPerSecond: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.05, max: 5, noNaN: true })),
});
type Event = 'take' | 'throttle' | 'success';
const events = fc.array(
  fc.tuple(
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
    fc.constantFrom<Event>('take', 'take', 'take', 'throttle', 'success'),
  ),
  { maxLength: 300 },
);

/** Plays events; a take waits as long as the bucket says. Returns the times of all takes, milliseconds. */
function play(bucket: TokenBucket, list: readonly (readonly [number, Event])[]): number[] {
  const taken: number[] = [];
  let now = 0;
  for (const [later, event] of list) {
    now += later;
    if (event === 'throttle') bucket.slowDown(now);
    else if (event === 'success') bucket.speedUp(now);
    else {
      now += bucket.waitMs(now);
      bucket.take(now);
      taken.push(now);
    }
  }
  return taken;
}

describe('a token bucket', () => {
  it('never gives more in any window than its capacity and what comes back in it', () => {
    fc.assert(
      fc.property(limits, events, (limit, list) => {
        const taken = play(new TokenBucket(limit, 0), list);
        for (const [first, from] of taken.entries()) {
          for (const [offset, to] of taken.slice(first).entries()) {
            const allowed = limit.capacity + (limit.refillPerSecond * (to - from)) / 1000;
            if (offset + 1 > allowed + 1e-6) return false;
          }
        }
        return true;
      }),
    );
  });

  it('says exactly how long to wait: a token is there then, and not a millisecond before', () => {
    fc.assert(
      fc.property(limits, events, (limit, list) => {
        const bucket = new TokenBucket(limit, 0);
        play(bucket, list);
        const now = 1e7;
        bucket.slowDown(now);
        const waitMs = bucket.waitMs(now);
        expect(bucket.waitMs(now + waitMs - 1)).toBeGreaterThan(0);
        expect(bucket.waitMs(now + waitMs)).toBe(0);
      }),
    );
  });

  it('gives a burst of all but a second’s worth, then the published rate', () => {
    const taken = play(
      new TokenBucket({ capacity: 100, refillPerSecond: 5 }, 0),
      Array.from({ length: 200 }, () => [0, 'take'] as const),
    );
    expect(taken.filter((at) => at === 0)).toHaveLength(95);
    expect(taken.at(-1)).toBe(105 * 200);
  });

  it.each([
    [1, 1],
    [1, 0.1],
    [5, 5],
  ])(
    'lets the first call of a small bucket (%p, %p a second) through at once',
    (capacity, refillPerSecond) => {
      expect(new TokenBucket({ capacity, refillPerSecond }, 0).waitMs(0)).toBe(0);
    },
  );

  it('empties on a throttle and slows down, once for all calls that were under way', () => {
    const bucket = new TokenBucket({ capacity: 100, refillPerSecond: 10 }, 0);
    for (let call = 0; call < 50; call += 1) bucket.slowDown(call);
    expect(bucket.refillPerSecond).toBe(7);
    expect(bucket.waitMs(50)).toBeGreaterThan(100);
    bucket.slowDown(1500);
    expect(bucket.refillPerSecond).toBeCloseTo(4.9);
  });

  it('recovers with successes up to the published rate and no further', () => {
    const bucket = new TokenBucket({ capacity: 100, refillPerSecond: 10 }, 0);
    bucket.slowDown(0);
    for (let success = 1; success <= 20; success += 1) {
      bucket.speedUp(1);
      expect(bucket.refillPerSecond).toBeCloseTo(Math.min(7 + 0.2 * success, 10));
    }
  });

  it('never stops altogether, however long AWS throttles', () => {
    const bucket = new TokenBucket({ capacity: 100, refillPerSecond: 10 }, 0);
    for (let second = 0; second < 1000; second += 1) bucket.slowDown(second * 1000);
    expect(bucket.refillPerSecond).toBe(0.5);
  });

  it.each([
    [0, 5],
    [0.5, 5],
    [100, 0],
    [100, -1],
    [Number.NaN, 5],
  ])('refuses a limit that lets nothing through (%p, %p a second)', (capacity, refillPerSecond) => {
    expect(() => new TokenBucket({ capacity, refillPerSecond }, 0)).toThrow('lets nothing through');
  });
});
