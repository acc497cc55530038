import { setTimeout as delay } from 'node:timers/promises';

/** Spreads bytes over time: DataSync's BytesPerSecond, shared by all files of one execution. */
export class Throttle {
  #free = 0;

  /** @param bytesPerSecond -1 (or 0) for no limit; may change while bytes flow. */
  constructor(public bytesPerSecond: number) {}

  /** Waits until `bytes` may pass. Rejects with the signal's reason when aborted. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.bytesPerSecond <= 0 || bytes === 0) return;
    const now = performance.now();
    const start = Math.max(now, this.#free);
    this.#free = start + (bytes / this.bytesPerSecond) * 1000;
    if (this.#free > now) await delay(this.#free - now, undefined, { signal });
  }
}
