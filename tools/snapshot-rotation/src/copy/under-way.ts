import { UNKNOWN_VOLUME_ID } from '@strata/retention';
import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { TAG } from '../tags';

/**
 * Copies that may be under way at a time into one Region
 * (https://docs.aws.amazon.com/general/latest/gr/ebs-service.html: concurrent snapshot copies per destination Region).
 */
export const MAX_CONCURRENT_COPIES = 20;

/** How long a copy that EC2 does not list counts as under way, ms: what was just made may be missing from listings. */
const UNSEEN_GRACE_MS = 30_000;

/** Knows how many copies are under way into a Region: those that this run started, and everybody else's. */
export class CopiesUnderWay {
  /** Started by this run and not known to have ended, by when. */
  readonly #started = new Map<string, number>();
  #others = new Set<string>();

  constructor(private readonly destination: Connections) {}

  /** A copy was started. */
  started(copyId: string): void {
    this.#started.set(copyId, performance.now());
  }

  /** How many more may be started, by the last look. */
  get free(): number {
    return Math.max(0, MAX_CONCURRENT_COPIES - this.#others.size - this.#started.size);
  }

  /** Looks again. */
  async look(signal?: AbortSignal): Promise<void> {
    const others = new Set<string>();
    for await (const { id, tags, volumeId } of describeSnapshots(
      this.destination,
      { states: ['pending'] },
      signal,
    )) {
      const isCopy = tags[TAG.sourceSnapshot] !== undefined || volumeId === UNKNOWN_VOLUME_ID;
      if (isCopy && !this.#started.has(id)) others.add(id);
    }
    const ids = [...this.#started.keys()];
    const seen = new Set<string>();
    if (ids.length > 0) {
      for await (const { id, state } of describeSnapshots(this.destination, { snapshotIds: ids }, signal)) {
        seen.add(id);
        if (state !== 'pending') this.#started.delete(id);
      }
    }
    for (const [id, at] of this.#started) {
      if (!seen.has(id) && performance.now() - at > UNSEEN_GRACE_MS) this.#started.delete(id);
    }
    this.#others = others;
  }
}
