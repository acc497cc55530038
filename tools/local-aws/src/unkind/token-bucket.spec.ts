import fc from 'fast-check';
import { TokenBucket } from './token-bucket';

function draw(bucket: TokenBucket, nowMs: number, tokens = 1): boolean {
  const there = bucket.has(tokens, nowMs);
  if (there) bucket.take(tokens);
  return there;
}

describe('TokenBucket', () => {
  it('gives its capacity at once, then what is refilled', () => {
    const bucket = new TokenBucket({ capacity: 5, refillPerSecond: 2 }, 0);
    expect([1, 2, 3, 4, 5, 6].map(() => draw(bucket, 0))).toEqual([true, true, true, true, true, false]);
    expect([499, 500, 501, 999, 1000].map((now) => draw(bucket, now))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  it('never holds more than its capacity', () => {
    const bucket = new TokenBucket({ capacity: 2, refillPerSecond: 100 }, 0);
    expect([1, 2, 3].map(() => draw(bucket, 3_600_000))).toEqual([true, true, false]);
  });

  it('never gives more than capacity + refill × time, whenever it is asked', () => {
    const waits = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(
        waits,
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (gaps, capacity, refillPerSecond) => {
          const bucket = new TokenBucket({ capacity, refillPerSecond }, 0);
          let now = 0;
          let given = 0;
          for (const gap of gaps) if (draw(bucket, (now += gap))) given += 1;
          expect(given).toBeLessThanOrEqual(capacity + (now / 1000) * refillPerSecond + 1e-6);
        },
      ),
    );
  });
});
