import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { concurrently } from './concurrently';
import { ChangedWhileRead, collect, metered } from './content';
import { Throttle } from './throttle';

const signal = new AbortController().signal;

describe('metered content', () => {
  it('comes out as it went in, counted and hashed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1 })), async (chunks) => {
        const whole = Buffer.concat(chunks);
        let seen = 0;
        const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
        const { stream, meter } = metered(
          source,
          { path: 'f', size: whole.length },
          new Throttle(-1),
          signal,
          (bytes) => {
            seen += bytes;
          },
        );
        expect(await collect(stream)).toEqual(whole);
        expect(seen).toBe(whole.length);
        expect(meter.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
      }),
      { numRuns: 30 },
    );
  });

  it.each([4, 6])('fails instead of ending when 5 bytes come and %i were announced', async (size) => {
    const { stream } = metered(
      Readable.from([Buffer.from('12345')]),
      { path: 'f', size },
      new Throttle(-1),
      signal,
      () => undefined,
    );
    await expect(collect(stream)).rejects.toThrow(ChangedWhileRead);
  });

  it('fails at once when aborted', async () => {
    const abort = new AbortController();
    abort.abort(new Error('stop'));
    const { stream } = metered(
      Readable.from([Buffer.from('1')]),
      { path: 'f', size: 1 },
      new Throttle(-1),
      abort.signal,
      () => undefined,
    );
    await expect(collect(stream)).rejects.toThrow('stop');
  });
});

describe('a throttle', () => {
  it('spreads bytes over time, for all takers together', async () => {
    const throttle = new Throttle(10_000);
    const start = performance.now();
    await Promise.all([throttle.take(500, signal), throttle.take(500, signal)]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(95);
  });

  it.each([-1, 0])('of %i does not hold anything up', async (rate) => {
    const start = performance.now();
    await new Throttle(rate).take(1e12, signal);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('lets go when aborted', async () => {
    const abort = new AbortController();
    const waiting = new Throttle(1).take(1000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('work done concurrently', () => {
  it('never exceeds the limit and leaves nothing out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 5 }), async (count, limit) => {
        let running = 0;
        let most = 0;
        const done: number[] = [];
        await concurrently(Array.from({ length: count }).keys(), limit, async (item) => {
          most = Math.max(most, (running += 1));
          await delay(0);
          running -= 1;
          done.push(item);
        });
        expect(most).toBeLessThanOrEqual(limit);
        expect(done.sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
      }),
      { numRuns: 30 },
    );
  });

  it('fails with the first error, once what runs has settled, and takes nothing new', async () => {
    const finished: number[] = [];
    const work = concurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
      await delay(item === 1 ? 1 : 20);
      if (item === 1) throw new Error('first');
      finished.push(item);
    });
    await expect(work).rejects.toThrow('first');
    expect(finished).toEqual([2]);
  });
});
