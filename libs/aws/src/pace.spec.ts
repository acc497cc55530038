import { setTimeout as delay } from 'node:timers/promises';
import { DeleteSnapshotCommand, EC2Client } from '@aws-sdk/client-ec2';
import { connect, pooled, RateLimiter, type RateLimit } from './index';
import { ec2Answer, ec2Error, type Reaction, startService } from './testing/service';

const LIMIT: RateLimit = { capacity: 40, refillPerSecond: 20 };
const CALLS = 100;

/** AWS's bucket: filled up once a second rather than steadily. */
function throttling({ capacity, refillPerSecond }: RateLimit): () => Reaction {
  const start = performance.now();
  let tokens = capacity;
  let filled = 0;
  return () => {
    for (; filled < Math.floor((performance.now() - start) / 1000); filled += 1) {
      tokens = Math.min(capacity, tokens + refillPerSecond);
    }
    if (tokens < 1) return ec2Error(503, 'RequestLimitExceeded');
    tokens -= 1;
    return ec2Answer('DeleteSnapshot');
  };
}

describe('many workers', () => {
  it('draw no throttle from a service with the same limit and an uneven network, in the time that it allows', async () => {
    const bucket = throttling(LIMIT);
    const service = await startService(async ({ number }) => {
      await delay((number * 37) % 120);
      return bucket();
    });
    const limiter = new RateLimiter({ limits: { DeleteSnapshot: LIMIT } });
    const client = connect(EC2Client, service.target, { retries: 'safe', limiter });
    const snapshots = Array.from({ length: CALLS }, (_, number) => `snap-${number}`);
    const start = performance.now();
    const remove = (SnapshotId: string) => client.send(new DeleteSnapshotCommand({ SnapshotId }));
    let done = 0;
    for await (const { ok } of pooled(snapshots, 50, remove)) done += ok ? 1 : 0;
    const seconds = (performance.now() - start) / 1000;
    client.destroy();
    await service.close();

    expect(done).toBe(CALLS);
    expect(limiter.statistics.get('DeleteSnapshot')).toMatchObject({ calls: CALLS, throttled: 0 });
    const allowed = (CALLS - LIMIT.capacity) / LIMIT.refillPerSecond;
    expect(seconds).toBeGreaterThan(allowed);
    expect(seconds).toBeLessThan(allowed + 2);
  }, 30_000);
});
