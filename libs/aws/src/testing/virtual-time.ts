import { setImmediate as turn } from 'node:timers/promises';
import type { Sleep } from '../sleep';

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Time that stands still while anything runs, and leaps to the next alarm when everything waits. */
export class VirtualTime {
  #now = 0;
  readonly #alarms = new Set<Alarm>();

  readonly clock = (): number => this.#now;

  readonly sleep: Sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = (): void => {
        this.#alarms.delete(alarm);
        reject(signal?.reason);
      };
      const alarm: Alarm = {
        at: this.#now + ms,
        ring: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#alarms.add(alarm);
    });

  /** Alarms that are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let running = true;
    const done = work.finally(() => (running = false));
    done.catch(() => undefined);
    for (await turn(); running; await turn()) {
      const [next] = [...this.#alarms].sort((one, other) => one.at - other.at);
      if (!next) continue;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    return done;
  }
}
