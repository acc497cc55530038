import { queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { notFound } from './errors';
import type { Volume } from './model';
import { Outdated } from './outdated';
import { parseVolumes } from './parse';

/**
 * moto's volumes, kept at hand. For each volume that it describes, moto searches the tags of everything: 300 volumes
 * take it 0.3 s, 1000 take 4 s. So the gateway follows changes by itself, and reads again only what it cannot follow.
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
  readonly #volumes = new Map<string, Volume>();
  #outdated = new Outdated(true);
  #reading: Promise<void> | undefined;
  #next = 0;
  /** Snapshots that volumes were made from, of which moto knows nothing. */
  readonly #madeFrom = new Map<string, string>();

  /** Something happened to volumes that only moto can tell: to any, to those of instances, or to one. */
  outdated(only: { readonly instances?: Iterable<string>; readonly volume?: string } = {}): void {
    if (only.volume !== undefined) this.#outdated.markVolume(only.volume);
    else if (only.instances) this.#outdated.markInstances(only.instances);
    else this.#outdated.markAll();
  }

  /** All volumes by id. */
  async all(request: GatewayRequest, context: GatewayContext): Promise<ReadonlyMap<string, Volume>> {
    while (this.#reading || !this.#outdated.none) {
      this.#reading ??= this.#read(request, context).finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    return this.#volumes;
  }

  /** @throws Ec2Refusal `InvalidVolume.NotFound` */
  async get(id: string, request: GatewayRequest, context: GatewayContext): Promise<Volume> {
    return (await this.all(request, context)).get(id) ?? notFound(id);
  }

  /** Which snapshot a volume was made from, where moto cannot know. */
  madeFrom(id: string, snapshotId: string): void {
    this.#madeFrom.set(id, snapshotId);
    this.change(id, (volume) => ({ ...volume, snapshotId }));
  }

  /** A volume that the gateway saw being made. */
  add(volume: Omit<Volume, 'sequence'>): Volume {
    this.#beginChange(volume.id);
    const added = { ...volume, sequence: this.#next++ };
    this.#volumes.set(added.id, added);
    return added;
  }

  /** A volume that the gateway saw change. Does nothing for a volume that is not known. */
  change(id: string, change: (volume: Volume) => Volume): void {
    this.#beginChange(id);
    const volume = this.#volumes.get(id);
    if (volume) this.#volumes.set(id, change(volume));
  }

  /** Instances that the gateway saw being terminated: moto does not show which of their volumes go with them. */
  terminated(instanceIds: readonly string[]): void {
    for (const { id, attachments } of this.#volumes.values())
      if (attachments.some(({ instanceId }) => instanceIds.includes(instanceId)))
        this.outdated({ volume: id });
  }

  remove(id: string): void {
    this.#beginChange(id);
    this.#volumes.delete(id);
    this.#madeFrom.delete(id);
  }

  /** Tags of a volume, to be changed in place; undefined when it is not known (yet). */
  tags(id: string): Map<string, string> | undefined {
    this.#beginChange(id);
    return this.#volumes.get(id)?.tags;
  }

  /** What is being read now may be older than a change that is about to be made. */
  #beginChange(id: string): void {
    if (this.#reading) this.#outdated.markVolume(id);
  }

  async #read(request: GatewayRequest, context: GatewayContext): Promise<void> {
    const asked = this.#outdated;
    this.#outdated = new Outdated(false);
    try {
      const answers = [];
      for (const query of asked.queries()) {
        const answer = await context.forward(queryCall(request, 'DescribeVolumes', query));
        if (answer.status >= 300) throw new Error(`moto cannot describe volumes: ${answer.body.toString()}`);
        answers.push(...parseVolumes(answer.body.toString()));
      }
      this.#take(answers, asked);
    } catch (error) {
      this.#outdated.join(asked);
      throw error;
    }
  }

  #take(read: readonly Omit<Volume, 'sequence'>[], asked: Outdated): void {
    const ids = new Set(read.map(({ id }) => id));
    for (const id of [...this.#volumes.keys()])
      if (asked.meansGone(id) && !ids.has(id)) this.#volumes.delete(id);
    for (const volume of read) {
      const snapshotId = this.#madeFrom.get(volume.id) ?? volume.snapshotId;
      // Known ones keep their numbers: pages go by them.
      const sequence = this.#volumes.get(volume.id)?.sequence ?? this.#next++;
      this.#volumes.set(volume.id, { ...volume, snapshotId, sequence });
    }
  }
}
