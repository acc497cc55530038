import { RateLimiter } from '@strata/aws';

/** Hears how S3 takes the pace. */
export interface PaceListener {
  /** S3 throttled an attempt (503 SlowDown). */
  throttled(): void;
  /** S3 answered an attempt. */
  succeeded(): void;
}

/**
 * Tells listeners of every attempt, retries among them. S3 publishes no token buckets per API (3,500 writes and 5,500
 * reads a second per prefix, which it raises by itself:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html), so nothing waits here.
 */
export class PaceReports extends RateLimiter {
  readonly #listeners = new Set<PaceListener>();

  constructor() {
    super({ limits: 'none' });
  }

  /** @returns a function that takes the listener away again */
  listen(listener: PaceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  override throttled(bucket: string): void {
    super.throttled(bucket);
    for (const listener of this.#listeners) listener.throttled();
  }

  override succeeded(bucket: string): void {
    super.succeeded(bucket);
    for (const listener of this.#listeners) listener.succeeded();
  }
}
