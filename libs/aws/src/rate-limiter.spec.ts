import fc from 'fast-check';
import { RateLimiter } from './index';
import { VirtualTime } from './testing/virtual-time';

const SLOW = { CreateSnapshots: { capacity: 2, refillPerSecond: 1 } };

function limited(limits: ConstructorParameters<typeof RateLimiter>[0] = {}) {
  const time = new VirtualTime();
  return { time, limiter: new RateLimiter({ clock: time.clock, sleep: time.sleep, ...limits }) };
}

describe('the rate limiter', () => {
  it('serves callers in the order in which they came, also when some leave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (leaves) => {
        const { time, limiter } = limited({ limits: SLOW });
        const served: number[] = [];
        const callers = leaves.map((leave, caller) => {
          const abort = new AbortController();
          const taken = limiter.take('CreateSnapshots', abort.signal).then(
            () => served.push(caller),
            () => undefined,
          );
          return { taken, leave: () => leave && abort.abort() };
        });
        for (const caller of callers) caller.leave();
        await time.run(Promise.all(callers.map(({ taken }) => taken)));
        // The burst of this limit is one call, which nobody can leave.
        expect(served).toEqual(leaves.flatMap((leave, caller) => (leave && caller > 0 ? [] : [caller])));
        expect(time.clock()).toBe((served.length - 1) * 1000);
        expect(time.pending).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('takes the time that AWS’s limit allows, and a second', async () => {
    const { time, limiter } = limited();
    await time.run(Promise.all(Array.from({ length: 1000 }, () => limiter.take('DeleteSnapshot'))));
    expect(time.clock()).toBe(((1000 - 100) / 5 + 1) * 1000);
    expect(limiter.statistics.get('DeleteSnapshot')?.calls).toBe(1000);
  });

  it('keeps APIs apart: one that waits does not hold up another', async () => {
    const { time, limiter } = limited({ limits: SLOW });
    const many = Promise.all(Array.from({ length: 10 }, () => limiter.take('CreateSnapshots')));
    await limiter.take('DeleteSnapshot');
    expect(time.clock()).toBe(0);
    await time.run(many);
    expect(time.clock()).toBe(9000);
  });

  it.each([
    ['an API of a service whose limits are not published', {}, 'SSM:SendCommand'],
    ['every API when limits are off', { limits: 'none' as const }, 'CreateSnapshots'],
  ])('lets %s pass freely, and counts', async (_, options, bucket) => {
    const { time, limiter } = limited(options);
    await Promise.all(Array.from({ length: 5000 }, () => limiter.take(bucket)));
    limiter.throttled(bucket);
    expect(time.clock()).toBe(0);
    expect(limiter.statistics.get(bucket)).toEqual({ calls: 5000, throttled: 1, waitedMs: 0 });
  });

  it('counts how long callers waited', async () => {
    const { time, limiter } = limited({ limits: SLOW });
    await time.run(Promise.all([1, 2, 3].map(() => limiter.take('CreateSnapshots'))));
    expect(limiter.statistics.get('CreateSnapshots')).toEqual({ calls: 3, throttled: 0, waitedMs: 3000 });
  });

  it('slows down when AWS throttles and is back at full speed after successes', async () => {
    const { time, limiter } = limited({ limits: { StopInstances: { capacity: 2, refillPerSecond: 1 } } });
    limiter.throttled('StopInstances');
    await time.run(limiter.take('StopInstances'));
    expect(time.clock()).toBe(Math.ceil(1000 / 0.7));
    for (let success = 0; success < 15; success += 1) limiter.succeeded('StopInstances');
    const before = time.clock();
    await time.run(limiter.take('StopInstances'));
    expect(time.clock() - before).toBe(1000);
  });

  it('settles at what is left when another program uses half of the limit', async () => {
    const { time, limiter } = limited({ limits: { DeleteSnapshot: { capacity: 100, refillPerSecond: 10 } } });
    // AWS's bucket, of which ours sees 5 a second only.
    let tokens = 0;
    let at = 0;
    let done = 0;
    const worker = async (): Promise<void> => {
      while (done < 500) {
        await limiter.take('DeleteSnapshot');
        tokens = Math.min(50, tokens + ((time.clock() - at) / 1000) * 5);
        at = time.clock();
        if (tokens < 1) {
          limiter.throttled('DeleteSnapshot');
        } else {
          tokens -= 1;
          done += 1;
          limiter.succeeded('DeleteSnapshot');
        }
      }
    };
    await time.run(Promise.all([worker(), worker(), worker()]));
    expect(time.clock() / 1000).toBeLessThan(110);
    expect(limiter.statistics.get('DeleteSnapshot')?.throttled).toBeLessThan(75);
  });

  it('throws the reason when the signal has aborted already', async () => {
    const { limiter } = limited();
    await expect(limiter.take('X', AbortSignal.abort(new Error('interrupted')))).rejects.toThrow(
      'interrupted',
    );
  });

  it('fails when waiting itself fails, for all who wait', async () => {
    const limiter = new RateLimiter({ limits: SLOW, sleep: () => Promise.reject(new Error('no timers')) });
    await limiter.take('CreateSnapshots');
    const results = await Promise.allSettled([
      limiter.take('CreateSnapshots'),
      limiter.take('CreateSnapshots'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('waits in real time, and a wait that is given up keeps no timer', async () => {
    const limiter = new RateLimiter({ limits: { X: { capacity: 1, refillPerSecond: 20 } } });
    const start = performance.now();
    await Promise.all([1, 2, 3, 4].map(() => limiter.take('X')));
    expect(performance.now() - start).toBeGreaterThanOrEqual(149);
    const gone = limiter.take('X', AbortSignal.timeout(1));
    await expect(gone).rejects.toThrow('timeout');
  });
});
