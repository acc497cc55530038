import type { ObjectVersion } from '../model';
import { isMultipart } from './multipart';

/** What a key was at a moment. */
export interface Moment {
  /** The version that was the newest then: content or a delete marker. Undefined: there was nothing yet. */
  readonly version: ObjectVersion | undefined;
  /** Why S3 may have had something else then. */
  readonly doubt: Doubt | undefined;
}

/**
 * `overwritten`: a null version that was written later may stand in the place of an earlier one, which is gone: a bucket
 * without versioning, or one whose versioning is suspended, overwrites it
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html).
 *
 * `uploading`: the version was uploaded in parts, and S3 dates it by the beginning of its upload
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html). Of its end nothing is kept: at the moment it
 * may still have been under way, and what lies beneath it, or nothing, was there.
 */
export type Doubt = 'overwritten' | 'uploading';

/** A doubt in words. */
export function doubtText(doubt: Doubt): string {
  return doubt === 'overwritten'
    ? 'a null version was overwritten since'
    : 'its upload in parts was begun by then, and may have ended later';
}

/**
 * Longer than this after its beginning an upload in parts counts as complete. S3 sets no limit; the archive bucket ends
 * unfinished ones after as much unless told otherwise (`storage.lifecycle.abortIncompleteUploadsAfterDays`).
 */
const LONGEST_UPLOAD_MS = 7 * 86_400_000;

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
 * beginning. S3 also lists it by that (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html), but others
 * by its end, so that a version can look older than those that it lies on. A version was there at a moment when neither it
 * nor anything beneath it is dated later, but for the doubts there are.
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
  readonly #isOverwritten: boolean[];

  constructor(
    readonly latest: ObjectVersion,
    private readonly times: readonly number[],
  ) {
    this.#found = times.map(() => undefined);
    this.#isOverwritten = times.map(() => false);
  }

  add(version: ObjectVersion): void {
    this.#versions += 1;
    const written = version.lastModified.getTime();
    for (const [at, time] of this.times.entries()) {
      if (written <= time) this.#found[at] ??= version;
      else this.#found[at] = undefined;
      const mayBeLater = written > time || mayBeUnderWay(version, time);
      if (version.versionId === 'null' && mayBeLater) this.#isOverwritten[at] = true;
    }
  }

  timeline(): KeyTimeline {
    const moments = this.times.map((time, at) => {
      const version = this.#found[at];
      const isUploading = version !== undefined && mayBeUnderWay(version, time);
      const doubt = this.#isOverwritten[at] ? 'overwritten' : isUploading ? 'uploading' : undefined;
      return { version, doubt } as const;
    });
    return { key: this.latest.key, latest: this.latest, moments, versions: this.#versions };
  }
}

/** Whether the upload of a version that is dated before a time may have ended after it. */
function mayBeUnderWay(version: ObjectVersion, time: number): boolean {
  return isMultipart(version) && time - version.lastModified.getTime() < LONGEST_UPLOAD_MS;
}
