/** What DataSync copies; sockets, pipes and devices are not entries. */
export type EntryKind = 'file' | 'directory' | 'symlink';

/** POSIX metadata, each member only when known. */
export interface PosixMetadata {
  /** Nanoseconds since 1970. */
  readonly mtimeNs?: bigint;
  readonly atimeNs?: bigint;
  /** Permission bits, without the file type. */
  readonly permissions?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** One file, folder or symbolic link of a location. */
export interface Entry {
  /** Relative to the location's root, `/` between names, no leading or trailing slash. */
  readonly path: string;
  readonly kind: EntryKind;
  /** Bytes of content; of the target's name for a symbolic link, 0 for a folder. */
  readonly size: number;
  readonly metadata: PosixMetadata;
  /** When the destination stored it (S3's LastModified), nanoseconds: stands in for a missing mtime. */
  readonly storedNs?: bigint;
}

/**
 * Identity of an entry within a location. A folder and a file of one name are two things in S3
 * (`a/` and `a`), hence the slash.
 */
export function entryKey(entry: Pick<Entry, 'path' | 'kind'>): string {
  return entry.kind === 'directory' ? `${entry.path}/` : entry.path;
}
