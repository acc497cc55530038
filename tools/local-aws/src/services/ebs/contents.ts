import { CONTROL_TAGS, controlNumber } from '../ec2-snapshots/controls';
import type { Volume } from '../ec2-volumes/model';
import { afterWrites, freshContent, restoredContent, type BlockContent } from './content';

/** Blocks that hold data in a volume of which its tags say nothing. */
const STANDARD_BLOCKS = 64;
/** Blocks written between two snapshots of such a volume. */
const STANDARD_CHANGED = 4;

/** What each volume holds. */
export class Contents {
  readonly #byVolume = new Map<string, BlockContent>();

  /** The volume as a snapshot of it finds it; then the volume is written to, for the next one. */
  capture(volume: Volume): BlockContent {
    const content = this.#current(volume);
    const changed = controlNumber(volume.tags, CONTROL_TAGS.changedPerSnapshot, STANDARD_CHANGED);
    this.#byVolume.set(volume.id, afterWrites(content, changed));
    return content;
  }

  /** Fills a new volume from a snapshot. */
  restore(volumeId: string, from: BlockContent): void {
    this.#byVolume.set(volumeId, restoredContent(volumeId, from));
  }

  #current(volume: Volume): BlockContent {
    const known = this.#byVolume.get(volume.id);
    const asked = controlNumber(volume.tags, CONTROL_TAGS.blocks, known?.allocated ?? STANDARD_BLOCKS);
    const fresh = freshContent(`${volume.id}/${asked}`, asked, volume.size);
    // The tag has changed since: the volume has been written anew.
    return known && known.allocated === fresh.allocated ? known : fresh;
  }
}
