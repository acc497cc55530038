import type { ObjectVersion } from '../model';
import { isOwnKey } from '../own-keys';

/** What is done about one deleted key. */
export type UndeleteStep =
  /** All markers that lie on the content are removed, so that it shows again. */
  | {
      readonly kind: 'undelete';
      readonly key: string;
      /** Version ids of the markers, newest first: a key that was deleted twice has two. */
      readonly markers: readonly string[];
      /** When it was deleted: the date of the oldest of these markers. */
      readonly deletedAt: Date;
      /** What shows again. */
      readonly content: ObjectVersion;
    }
  | { readonly kind: 'left'; readonly key: string; readonly reason: string };

/**
 * What brings deleted keys back, in key order, streaming. A marker is removed only together with all that lie between
 * it and the content, and only when all of them were made since: else the key had been deleted before, and stays so.
 * Keys that exist have no step.
 *
 * @param since @default the beginning
 */
export async function* planUndelete(
  versions: AsyncIterable<ObjectVersion>,
  since: Date = new Date(0),
): AsyncGenerator<UndeleteStep, void, undefined> {
  let fold: MarkerFold | undefined;
  for await (const version of versions) {
    if (fold !== undefined && fold.key !== version.key) {
      const step = fold.step(since);
      if (step !== undefined && !isOwnKey(step.key)) yield step;
      fold = undefined;
    }
    fold ??= new MarkerFold(version.key);
    fold.add(version);
  }
  const last = fold?.step(since);
  if (last !== undefined && !isOwnKey(last.key)) yield last;
}

/** The markers on top of a key, and the content beneath. */
class MarkerFold {
  readonly #markers: string[] = [];
  #oldest: Date | undefined;
  #content: ObjectVersion | undefined;

  constructor(readonly key: string) {}

  add(version: ObjectVersion): void {
    if (this.#content !== undefined) return;
    if (!version.isDeleteMarker) this.#content = version;
    else {
      this.#markers.push(version.versionId);
      this.#oldest = version.lastModified;
    }
  }

  step(since: Date): UndeleteStep | undefined {
    const { key } = this;
    if (this.#oldest === undefined) return undefined;
    if (this.#content === undefined) {
      return { kind: 'left', key, reason: 'only delete markers are left of it: no version to bring back' };
    }
    if (this.#oldest < since) {
      return { kind: 'left', key, reason: `deleted before, ${this.#oldest.toISOString()}` };
    }
    return {
      kind: 'undelete',
      key,
      markers: this.#markers,
      deletedAt: this.#oldest,
      content: this.#content,
    };
  }
}
