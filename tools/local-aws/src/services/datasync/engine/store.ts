import type { Readable } from 'node:stream';
import type { Entry } from './entry';
import type { Preserve } from './posix-metadata';

/** What a listing finds: an entry, something that is not copied, or something that could not be read. */
export type Found =
  | { readonly entry: Entry }
  | { readonly ignored: string; readonly reason: string }
  | { readonly failed: string; readonly kind: 'file' | 'directory'; readonly reason: string };

/** What the destination keeps of a written entry, to compare with after the fact. */
export interface Receipt {
  /** S3's ETag; `undefined` on a file system. */
  readonly etag?: string;
}

/** What is stored: its metadata, and its content to be read or destroyed. */
export interface Opened {
  readonly entry: Entry;
  readonly content: Readable;
}

/** One side of a transfer. All paths are relative to the location's root. */
export interface Store {
  /** For messages, e.g. `s3://bucket/prefix/`. */
  readonly uri: string;
  /**
   * Everything in the location, in no particular order.
   * @param needsMetadata asked where metadata costs a call; an entry for which it is false may come without.
   */
  list(needsMetadata: (key: string, size: number) => boolean, signal: AbortSignal): AsyncIterable<Found>;
  /** The entry as it is now, `undefined` when there is none. */
  find(entry: Pick<Entry, 'path' | 'kind'>, signal: AbortSignal): Promise<Entry | undefined>;
  /** Content: a file's bytes, a symbolic link's target, nothing for a folder. */
  read(entry: Entry, signal: AbortSignal): Promise<Readable>;
  /** The entry as it is now together with its content, in one call; `undefined` when there is none. */
  open(entry: Entry, signal: AbortSignal): Promise<Opened | undefined>;
  /** Puts an entry in place whole or not at all. */
  write(entry: Entry, content: Readable, preserve: Preserve, signal: AbortSignal): Promise<Receipt>;
  remove(entry: Entry, signal: AbortSignal): Promise<void>;
  /** False when content cannot be read back (archive storage classes): then receipts are compared. */
  readonly readable: boolean;
  /** How exactly modification times are stored, nanoseconds. */
  readonly mtimeToleranceNs: bigint;
  /** The receipt of what is stored now. */
  receipt(entry: Entry, signal: AbortSignal): Promise<Receipt | undefined>;
  close(): void;
}
