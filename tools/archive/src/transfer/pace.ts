import type { PaceListener } from '../gateway/pace-reports';

/** Where a gate begins: enough for one prefix, little enough not to be throttled at once. */
const FIRST_LIMIT = 8;
/** One burst of throttles halves the limit once, not once per request in it. */
const HALVING_PAUSE_MS = 1000;

/**
 * Lets so many requests through at once, as many as S3 likes: one more per round of answers, half of them when S3
 * says SlowDown (additive increase, multiplicative decrease).
 */
export class Gate implements PaceListener {
  readonly #most: number;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #inside = 0;
  #halvedAt = -Infinity;

  /** @param most requests at once, ≥ 1 */
  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#limit = Math.min(FIRST_LIMIT, most);
    this.#now = now;
  }

  /** Requests that may be under way at once; grows by fractions. */
  get limit(): number {
    return this.#limit;
  }

  throttled(): void {
    if (this.#now() - this.#halvedAt < HALVING_PAUSE_MS) return;
    this.#halvedAt = this.#now();
    this.#limit = Math.max(1, this.#limit / 2);
  }

  succeeded(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    this.#admit();
  }

  /** Runs a request when there is room. */
  async through<T>(request: () => Promise<T>): Promise<T> {
    if (this.#inside >= Math.floor(this.#limit))
      await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#inside += 1;
    try {
      return await request();
    } finally {
      this.#inside -= 1;
      this.#admit();
    }
  }

  #admit(): void {
    while (this.#inside < Math.floor(this.#limit)) {
      const enter = this.#waiting.shift();
      if (enter === undefined) return;
      this.#inside += 1;
      enter();
    }
  }
}
