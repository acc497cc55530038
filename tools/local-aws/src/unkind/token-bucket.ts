import type { BucketLimit } from './setting';

/** A token bucket as AWS describes it: full at the start, refilled evenly, never above its capacity. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  /** @param nowMs a clock that never goes back, in milliseconds */
  constructor(
    private readonly limit: BucketLimit,
    nowMs: number,
  ) {
    this.#tokens = limit.capacity;
    this.#at = nowMs;
  }

  /** Whether so many tokens are there now. */
  has(count: number, nowMs: number): boolean {
    const refilled = ((nowMs - this.#at) / 1000) * this.limit.refillPerSecond;
    this.#tokens = Math.min(this.limit.capacity, this.#tokens + refilled);
    this.#at = nowMs;
    // Sums of small refills miss whole numbers by some 1e-14.
    return this.#tokens >= count - 1e-9;
  }

  /** Takes tokens that {@link has} has seen. */
  take(count: number): void {
    this.#tokens -= count;
  }
}
