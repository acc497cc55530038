import { queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { notFound } from './errors';
import type { Volume } from './model';
import { parseVolumes } from './parse';

/**
 * moto's volumes, kept at hand. moto takes 1 ms for each volume that it describes, and longer the more resources have
 * tags (300 volumes: 0.3 s), so that they are read again only after a change which the gateway cannot follow by itself.
 */
export class VolumeMirror {
  readonly #regions = new Map<string, RegionVolumes>();

  in(region: string): RegionVolumes {
    let found = this.#regions.get(region);
    if (!found) this.#regions.set(region, (found = new RegionVolumes()));
    return found;
  }
}

/** Volumes of one Region. */
export class RegionVolumes {
  #volumes = new Map<string, Volume>();
  /** Counts changes that the mirror could not follow; what was read before one is out of date. */
  #changes = 1;
  #readAt = 0;
  #reading: Promise<void> | undefined;
  #next = 0;
  /** Snapshots that volumes were made from, of which moto knows nothing. */
  readonly #madeFrom = new Map<string, string>();

  /** Something happened to volumes that only moto can tell. */
  outdated(): void {
    this.#changes += 1;
  }

  /** All volumes in the order of their creation. */
  async all(request: GatewayRequest, context: GatewayContext): Promise<ReadonlyMap<string, Volume>> {
    while (this.#readAt !== this.#changes) {
      this.#reading ??= this.#read(request, context).finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    return this.#volumes;
  }

  /** @throws Ec2Refusal `InvalidVolume.NotFound` */
  async get(id: string, request: GatewayRequest, context: GatewayContext): Promise<Volume> {
    const volume = (await this.all(request, context)).get(id);
    return volume ?? notFound(id);
  }

  /** Which snapshot a volume was made from, where moto cannot know. */
  madeFrom(id: string, snapshotId: string): void {
    this.#madeFrom.set(id, snapshotId);
    this.change(id, (volume) => ({ ...volume, snapshotId }));
  }

  /** A volume that the gateway saw being made. */
  add(volume: Omit<Volume, 'sequence'>): Volume {
    this.#beginChange();
    const added = { ...volume, sequence: this.#next++ };
    this.#volumes.set(added.id, added);
    return added;
  }

  /** A volume that the gateway saw change. Does nothing for a volume that is not known. */
  change(id: string, change: (volume: Volume) => Volume): void {
    this.#beginChange();
    const volume = this.#volumes.get(id);
    if (volume) this.#volumes.set(id, change(volume));
  }

  remove(id: string): void {
    this.#beginChange();
    this.#volumes.delete(id);
    this.#madeFrom.delete(id);
  }

  /** Tags of a volume, to be changed in place; undefined when it is not known (yet). */
  tags(id: string): Map<string, string> | undefined {
    this.#beginChange();
    return this.#volumes.get(id)?.tags;
  }

  /** What is being read now may be older than a change that is about to be made. */
  #beginChange(): void {
    if (this.#reading) this.outdated();
  }

  async #read(request: GatewayRequest, context: GatewayContext): Promise<void> {
    const changes = this.#changes;
    const answer = await context.forward(queryCall(request, 'DescribeVolumes', {}));
    if (answer.status >= 300) throw new Error(`moto cannot describe volumes: ${answer.body.toString()}`);
    const known = this.#volumes;
    // Made anew, but with the numbers that they had: pages go by them.
    const read = parseVolumes(answer.body.toString()).map((volume) => ({
      ...volume,
      snapshotId: this.#madeFrom.get(volume.id) ?? volume.snapshotId,
      sequence: known.get(volume.id)?.sequence ?? this.#next++,
    }));
    read.sort((a, b) => a.sequence - b.sequence);
    this.#volumes = new Map(read.map((volume) => [volume.id, volume]));
    this.#readAt = changes;
  }
}
