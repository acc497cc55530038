import fc from 'fast-check';
import { backoffMs } from './index';
import { RetryStrategy } from './retries';

async function attemptsUntilThrown(strategy: RetryStrategy, error: unknown): Promise<number> {
  let token = await strategy.acquireInitialRetryToken();
  for (;;) {
    try {
      token = await strategy.refreshRetryTokenForRetry(token, { error });
    } catch {
      return token.getRetryCount() + 1;
    }
  }
}

const aws = (name: string, status: number) =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
const refusedConnection = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
const wrongTime = Object.assign(aws('RequestExpired', 400), { $metadata: { clockSkewCorrected: true } });

describe('the number of attempts', () => {
  it.each([
    ['a throttle', aws('RequestLimitExceeded', 503), 8, 8],
    ['a 500', aws('InternalError', 500), 8, 1],
    ['a reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 8, 1],
    ['a refused connection', refusedConnection, 3, 3],
    ['a signature with the wrong time', wrongTime, 3, 3],
    ['a refusal', aws('InvalidParameterValue', 400), 1, 1],
    ['a denial', aws('UnauthorizedOperation', 403), 1, 1],
    ['what is not there', aws('InvalidSnapshot.NotFound', 400), 1, 1],
    ['a lack of capacity', aws('InsufficientInstanceCapacity', 500), 1, 1],
  ])('at %s fits what it says, for safe and for other calls', async (_, error, safe, none) => {
    expect(await attemptsUntilThrown(new RetryStrategy('safe', 8), error)).toBe(safe);
    expect(await attemptsUntilThrown(new RetryStrategy('none', 8), error)).toBe(none);
  });
});

describe('the back-off', () => {
  it('lies anywhere between nothing and a limit that doubles, up to 20 s', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (retry, throttled, random) => {
          const limit = Math.min((throttled ? 500 : 100) * 2 ** retry, 20_000);
          expect(backoffMs(retry, throttled, random)).toBe(Math.floor(limit * random));
        },
      ),
    );
  });

  it('is as long as AWS asks for, up to 20 s', async () => {
    const strategy = new RetryStrategy('safe', 8);
    const first = await strategy.acquireInitialRetryToken();
    const error = aws('RequestLimitExceeded', 503);
    for (const [asked, least, most] of [
      [5000, 4900, 5000],
      [3_600_000, 20_000, 20_000],
    ] as const) {
      const retryAfterHint = new Date(Date.now() + asked);
      const delay = (
        await strategy.refreshRetryTokenForRetry(first, { error, retryAfterHint })
      ).getRetryDelay();
      expect(delay).toBeGreaterThanOrEqual(least);
      expect(delay).toBeLessThanOrEqual(most);
    }
  });
});
