import { randomBytes } from 'node:crypto';
import type { Snapshot } from './model';

/** All snapshots, by Region. In the gateway, because moto's are complete at once, unpaged and slow to list. */
export class SnapshotStore {
  readonly #regions = new Map<string, RegionSnapshots>();

  in(region: string): RegionSnapshots {
    let found = this.#regions.get(region);
    if (!found) this.#regions.set(region, (found = new RegionSnapshots()));
    return found;
  }
}

/** Snapshots of one Region in the order of their creation, with an index by volume. */
export class RegionSnapshots {
  readonly #byId = new Map<string, Snapshot>();
  readonly #byVolume = new Map<string, Set<Snapshot>>();
  #next = 0;

  get size(): number {
    return this.#byId.size;
  }

  /** Sequence number of the next snapshot. */
  nextSequence(): number {
    return this.#next++;
  }

  get(id: string): Snapshot | undefined {
    return this.#byId.get(id);
  }

  /** In ascending sequence. */
  all(): Iterable<Snapshot> {
    return this.#byId.values();
  }

  /** In ascending sequence. */
  ofVolume(volumeId: string): Iterable<Snapshot> {
    return this.#byVolume.get(volumeId) ?? [];
  }

  add(snapshot: Snapshot): void {
    this.#byId.set(snapshot.id, snapshot);
    const ofVolume = this.#byVolume.get(snapshot.volumeId);
    if (ofVolume) ofVolume.add(snapshot);
    else this.#byVolume.set(snapshot.volumeId, new Set([snapshot]));
  }

  remove(snapshot: Snapshot): void {
    this.#byId.delete(snapshot.id);
    const ofVolume = this.#byVolume.get(snapshot.volumeId);
    ofVolume?.delete(snapshot);
    if (ofVolume?.size === 0) this.#byVolume.delete(snapshot.volumeId);
  }
}

/** A new id of EC2's long form: 17 hexadecimal digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`;
}
