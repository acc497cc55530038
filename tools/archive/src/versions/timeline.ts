import type { ObjectVersion } from '../model';

/** What a key was at a moment. */
export interface Moment {
  /** The version that was the newest then: content or a delete marker. Undefined: there was nothing yet. */
  readonly version: ObjectVersion | undefined;
  /**
   * Whether S3 may have had something else then. A null version that was written later may stand in the place of an
   * earlier one, which is gone: a bucket without versioning, or one whose versioning is suspended, overwrites it
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html).
   */
  readonly uncertain: boolean;
}

/** A key now and at the moments that were asked for. */
export interface KeyTimeline {
  readonly key: string;
  /** The newest version of all: content or a delete marker. */
  readonly latest: ObjectVersion;
  /** One for each moment, in their order. */
  readonly moments: readonly Moment[];
  /** How many versions there are, delete markers among them. */
  readonly versions: number;
}

/** A moment after every other: what a key is now. */
export const NOW = new Date(8.64e15);

/**
 * Folds the versions of many keys into one timeline per key. Of a key nothing is kept but what is asked for, so memory
 * is flat for any number of versions.
 *
 * Versions must come as S3 lists them: by key, and of one key the one that was stored last first
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html). That order decides, and not the dates:
 * S3 dates to the second, so that several versions of a key can carry the same one, and dates a multipart upload by its
 * beginning, so that a version can look older than those that it lies on
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html). A version was there at a moment when
 * neither it nor anything beneath it is dated later.
 *
 * @param moments a version that is dated in the very second of a moment was there: give whole seconds
 */
export async function* timelines(
  versions: AsyncIterable<ObjectVersion>,
  moments: readonly Date[],
): AsyncGenerator<KeyTimeline, void, undefined> {
  const times = moments.map((moment) => moment.getTime());
  let fold: Fold | undefined;
  for await (const version of versions) {
    if (fold !== undefined && fold.latest.key !== version.key) {
      yield fold.timeline();
      fold = undefined;
    }
    fold ??= new Fold(version, times);
    fold.add(version);
  }
  if (fold !== undefined) yield fold.timeline();
}

/** The content that a moment had; undefined when there was none, or it was deleted. */
export function contentOf(version: ObjectVersion | undefined): ObjectVersion | undefined {
  return version === undefined || version.isDeleteMarker ? undefined : version;
}

class Fold {
  #versions = 0;
  readonly #found: (ObjectVersion | undefined)[];
  readonly #uncertain: boolean[];

  constructor(
    readonly latest: ObjectVersion,
    private readonly times: readonly number[],
  ) {
    this.#found = times.map(() => undefined);
    this.#uncertain = times.map(() => false);
  }

  add(version: ObjectVersion): void {
    this.#versions += 1;
    const written = version.lastModified.getTime();
    for (const [at, time] of this.times.entries()) {
      if (written <= time) {
        this.#found[at] ??= version;
      } else {
        this.#found[at] = undefined;
        if (version.versionId === 'null') this.#uncertain[at] = true;
      }
    }
  }

  timeline(): KeyTimeline {
    const moments = this.times.map((_, at) => ({
      version: this.#found[at],
      uncertain: this.#uncertain[at] === true,
    }));
    return { key: this.latest.key, latest: this.latest, moments, versions: this.#versions };
  }
}
