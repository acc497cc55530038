import type { FileEntry, ObjectEntry } from '../model';

/** An object by its path below the prefix that is looked at. */
export interface ListedObject extends Omit<ObjectEntry, 'key'> {
  readonly kind: 'object';
  /** The key without the prefix. */
  readonly path: string;
}

/** What is there, but is no part of a sync. What the other side has in its place is left alone. */
export interface SkippedEntry {
  readonly kind: 'skipped';
  /** Of a directory, with a slash at its end. A name that is not UTF-8 is as `readDirectory` gives it. */
  readonly path: string;
  /** Why, as the rest of a sentence: `a symbolic link`. */
  readonly reason: string;
  /** Whether something could not be read, rather than being left out on purpose. */
  readonly isFault: boolean;
}

/** Something that can be synced. */
export type Listed = FileEntry | ListedObject;

/** A stretch of a tree or of a listing, in the order of its paths by bytes of UTF-8. */
export type Batch = readonly (Listed | SkippedEntry)[];

/** Names of files that are being downloaded begin so; they are never part of a sync. */
export const PARTIAL_PREFIX = '.strata-partial-';
