import { sleep, type Sleep } from '@strata/aws';

/** Bytes that may go at once after a pause: a second's worth. */
const BURST_SECONDS = 1;

/** A bucket of bytes that fills at a steady rate: all transfers of a run draw from it. */
export class Bandwidth {
  readonly #bytesPerSecond: number;
  readonly #now: () => number;
  readonly #sleep: Sleep;
  /** When all that was given out will have been earned, ms. */
  #paidUntil: number;

  /** @param bytesPerSecond > 0; Infinity for no limit */
  constructor(bytesPerSecond: number, now: () => number = () => performance.now(), pause: Sleep = sleep) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#now = now;
    this.#sleep = pause;
    this.#paidUntil = now() - BURST_SECONDS * 1000;
  }

  /** Waits until so many bytes may go. @throws the signal's reason */
  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    if (this.#bytesPerSecond === Infinity) return;
    const now = this.#now();
    const from = Math.max(this.#paidUntil, now - BURST_SECONDS * 1000);
    this.#paidUntil = from + (bytes / this.#bytesPerSecond) * 1000;
    if (this.#paidUntil > now) await this.#sleep(this.#paidUntil - now, signal);
  }
}
