import { EC2_RATE_LIMITS, limitOf, type RateLimits } from './rate-limits';
import { sleep, type Sleep } from './sleep';
import { TokenBucket } from './token-bucket';

/** What a limiter counted for one bucket. */
export interface CallStatistics {
  /** Tokens given out: attempts that were sent, retries among them. */
  readonly calls: number;
  /** Attempts that AWS throttled. */
  readonly throttled: number;
  /** Milliseconds that callers waited for tokens, summed over all of them. */
  readonly waitedMs: number;
}

/** How a limiter is set up. */
export interface RateLimiterOptions {
  /** @default AWS's published ones. What is stated here goes before those, bucket by bucket; `none` limits nothing. */
  readonly limits?: RateLimits | 'none';
  /** Milliseconds that never go back. @default performance.now */
  readonly clock?: () => number;
  /** @default in real time */
  readonly sleep?: Sleep;
}

interface Waiter {
  readonly grant: () => void;
  readonly fail: (reason: unknown) => void;
}

/** One API: its bucket, and those who wait for its tokens, first come first (a set, so that leaving is cheap). */
interface Lane {
  readonly bucket: TokenBucket | undefined;
  readonly waiting: Set<Waiter>;
  readonly counts: { calls: number; throttled: number; waitedMs: number };
  nap: AbortController | undefined;
  served: boolean;
}

/**
 * Client-side rate limits: all workers of a process draw tokens from it, so that together they stay under AWS's
 * limits. One limiter per account and Region, as AWS counts. A bucket without a known limit (see `limitOf`) passes
 * freely, and is counted all the same.
 */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #clock: () => number;
  readonly #sleep: Sleep;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: RateLimiterOptions = {}) {
    this.#limits = options.limits === 'none' ? {} : { ...EC2_RATE_LIMITS, ...options.limits };
    this.#clock = options.clock ?? (() => performance.now());
    this.#sleep = options.sleep ?? sleep;
  }

  /**
   * Takes a token of a bucket, waiting for it in the order of arrival.
   * @throws the signal's reason when it aborts before the token is there; no token is lost then
   */
  async take(bucket: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const lane = this.#lane(bucket);
    const arrived = this.#clock();
    if (lane.bucket && (lane.waiting.size > 0 || lane.bucket.waitMs(arrived) > 0)) {
      await this.#wait(lane, lane.bucket, signal);
    } else {
      lane.bucket?.take(arrived);
    }
    lane.counts.calls += 1;
    lane.counts.waitedMs += this.#clock() - arrived;
  }

  /** AWS throttled a call: its API is slowed down, see TokenBucket. */
  throttled(bucket: string): void {
    const lane = this.#lane(bucket);
    lane.counts.throttled += 1;
    lane.bucket?.slowDown(this.#clock());
  }

  /** AWS answered a call: an API that was slowed down recovers a little. */
  succeeded(bucket: string): void {
    this.#lane(bucket).bucket?.speedUp(this.#clock());
  }

  /** What was counted so far, by bucket. */
  get statistics(): ReadonlyMap<string, CallStatistics> {
    return new Map([...this.#lanes].map(([bucket, lane]) => [bucket, { ...lane.counts }]));
  }

  #lane(bucket: string): Lane {
    let lane = this.#lanes.get(bucket);
    if (!lane) {
      const limit = limitOf(this.#limits, bucket);
      lane = {
        bucket: limit && new TokenBucket(limit, this.#clock()),
        waiting: new Set(),
        counts: { calls: 0, throttled: 0, waitedMs: 0 },
        nap: undefined,
        served: false,
      };
      this.#lanes.set(bucket, lane);
    }
    return lane;
  }

  #wait(lane: Lane, bucket: TokenBucket, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        lane.waiting.delete(waiter);
        // Nobody left: the nap would only keep the process alive.
        if (lane.waiting.size === 0) lane.nap?.abort();
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        grant: () => (signal?.removeEventListener('abort', leave), resolve()),
        fail: (reason) => (signal?.removeEventListener('abort', leave), reject(reason)),
      };
      signal?.addEventListener('abort', leave, { once: true });
      lane.waiting.add(waiter);
      if (!lane.served) void this.#serve(lane, bucket);
    });
  }

  async #serve(lane: Lane, bucket: TokenBucket): Promise<void> {
    lane.served = true;
    for (let [first] = lane.waiting; first; [first] = lane.waiting) {
      const waitMs = bucket.waitMs(this.#clock());
      if (waitMs === 0) {
        bucket.take(this.#clock());
        lane.waiting.delete(first);
        first.grant();
        continue;
      }
      lane.nap = new AbortController();
      try {
        await this.#sleep(waitMs, lane.nap.signal);
      } catch (error) {
        if (lane.nap.signal.aborted) continue;
        for (const waiter of lane.waiting) waiter.fail(error);
        lane.waiting.clear();
      }
    }
    lane.served = false;
  }
}
