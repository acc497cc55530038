import type { RateLimit } from './rate-limits';

/** Of the rate at a throttle, what is left after it. */
const SLOWDOWN = 0.7;
/** Of the published rate, what comes back with each success. */
const RECOVERY = 0.02;
/** Of the published rate, what always stays, so that an API that throttles for long is still asked now and then. */
const FLOOR = 0.05;
/** Throttles so soon after a slowdown answer calls that were sent before it, and say nothing about the new rate. */
const SLOWDOWN_INTERVAL_MS = 1000;
/** Rounding of fractions must not cost a millisecond's wait for a token that is there. */
const EPSILON = 1e-9;

/**
 * The tokens of one API. Knows no clock: each method is told the time, in milliseconds that never go back.
 *
 * It keeps a second's worth of tokens unused (the burst is `capacity - refillPerSecond`, at least 1): AWS adds tokens
 * once a second, and calls that were sent evenly arrive unevenly; without that slack some would find AWS's bucket
 * empty. A run pays one second for it, once.
 *
 * On a throttle the bucket is emptied (AWS's is empty, because others draw on it too) and its rate falls to 70 %, at
 * most once a second; each success gives 2 % of the published rate back, up to the published rate.
 */
export class TokenBucket {
  readonly #capacity: number;
  readonly #published: number;
  #rate: number;
  #tokens: number;
  #countedAt: number;
  #slowedAt = Number.NEGATIVE_INFINITY;

  /** @throws RangeError when the limit lets nothing through (capacity below 1, or nothing comes back) */
  constructor(limit: RateLimit, now: number) {
    const { capacity, refillPerSecond } = limit;
    if (!(capacity >= 1) || !(refillPerSecond > 0)) {
      const got = `capacity ${capacity}, refillPerSecond ${refillPerSecond}`;
      throw new RangeError(
        `A rate limit lets nothing through: ${got}. Allowed: capacity ≥ 1, refillPerSecond > 0.`,
      );
    }
    this.#capacity = capacity - Math.min(refillPerSecond, capacity - 1);
    this.#published = refillPerSecond;
    this.#rate = refillPerSecond;
    this.#tokens = this.#capacity;
    this.#countedAt = now;
  }

  /** Tokens that come back per second at present. */
  get refillPerSecond(): number {
    return this.#rate;
  }

  /** Milliseconds, whole, until a token is there: 0 when there is one. */
  waitMs(now: number): number {
    this.#refill(now);
    if (this.#tokens + EPSILON >= 1) return 0;
    return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1000 - EPSILON));
  }

  /** Takes a token, which `waitMs` said was there. */
  take(now: number): void {
    this.#refill(now);
    this.#tokens -= 1;
  }

  /** AWS throttled a call. */
  slowDown(now: number): void {
    this.#refill(now);
    this.#tokens = Math.min(this.#tokens, 0);
    if (now - this.#slowedAt < SLOWDOWN_INTERVAL_MS) return;
    this.#slowedAt = now;
    this.#rate = Math.max(this.#rate * SLOWDOWN, this.#published * FLOOR);
  }

  /** AWS answered a call. */
  speedUp(now: number): void {
    this.#refill(now);
    this.#rate = Math.min(this.#rate + this.#published * RECOVERY, this.#published);
  }

  #refill(now: number): void {
    const seconds = Math.max(0, now - this.#countedAt) / 1000;
    this.#tokens = Math.min(this.#capacity, this.#tokens + seconds * this.#rate);
    this.#countedAt = Math.max(this.#countedAt, now);
  }
}
