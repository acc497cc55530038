/** The `Date` header tells whole seconds: AWS's time then was within this many milliseconds after it. */
const HEADER_RESOLUTION_MS = 1000;

/**
 * AWS's time, learnt from the `Date` header of its answers (errors have one too): the local clock plus an offset.
 * Each answer says that the offset lies in an interval (the header was written between sending and receiving, and
 * tells whole seconds); intervals are cut with each other, so the offset is known the better the more answers came.
 * When an interval contradicts the others, somebody has set a clock, and learning starts again from it.
 */
export class AwsClock {
  readonly #localNow: () => number;
  #lowest: number | undefined;
  #highest = 0;

  /** @param localNow local wall clock, milliseconds since 1970 */
  constructor(localNow: () => number = Date.now) {
    this.#localNow = localNow;
  }

  /** Local wall clock, milliseconds since 1970: what `note` is told. */
  localNow(): number {
    return this.#localNow();
  }

  /** AWS's time; the local clock's as long as nothing was learnt. */
  now(): Date {
    return new Date(this.#localNow() + (this.skewMs ?? 0));
  }

  /** Milliseconds that AWS's clock is ahead of the local one (negative: behind); undefined before any answer. */
  get skewMs(): number | undefined {
    return this.#lowest === undefined ? undefined : Math.round((this.#lowest + this.#highest) / 2);
  }

  /** Learns from one answer's `Date` header; times are local, milliseconds since 1970. A bad header teaches nothing. */
  note(dateHeader: string, sentAt: number, receivedAt: number): void {
    const date = Date.parse(dateHeader);
    if (Number.isNaN(date) || receivedAt < sentAt) return;
    const lowest = date - receivedAt;
    const highest = date + HEADER_RESOLUTION_MS - sentAt;
    const agrees = this.#lowest !== undefined && lowest <= this.#highest && highest >= this.#lowest;
    this.#lowest = agrees ? Math.max(lowest, this.#lowest ?? lowest) : lowest;
    this.#highest = agrees ? Math.min(highest, this.#highest) : highest;
  }
}
