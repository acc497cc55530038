/** What DataSync copies. Sockets, pipes and devices it does not. */
export type ItemKind = 'file' | 'directory' | 'symlink';

/** POSIX metadata, each as far as it is known. Times in nanoseconds since 1970. */
export interface PosixMetadata {
  readonly mtimeNs?: bigint;
  /** Permission bits without the type. */
  readonly permissions?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A file, folder or link of the source. */
export interface SourceItem {
  /** Below the location's root; that of a folder ends in a slash, as its object does. */
  readonly key: string;
  readonly kind: ItemKind;
  /** Bytes; of a link those of its target's name, of a folder 0. */
  readonly size: number;
  readonly metadata: PosixMetadata;
  /** When content or metadata last changed, nanoseconds: later than `mtimeNs` for what was moved in with an old time. */
  readonly changedNs: bigint;
}

/** What stood in the way at one place of the source. */
export interface SourceTrouble {
  readonly key: string;
  /**
   * `special`: nothing that DataSync copies; `unreadable`: it could not be looked at; `unlisted`: a folder whose content
   * is not known.
   */
  readonly trouble: 'special' | 'unreadable' | 'unlisted';
  readonly reason: string;
}

/** An object of the archive, as a listing shows it. */
export interface ArchivedObject {
  /** Below the archive's prefix; that of a folder ends in a slash. */
  readonly key: string;
  readonly size: number;
  readonly storedAt: Date;
  readonly storageClass: string;
}

/**
 * The order of an S3 listing: by the bytes of the UTF-8 keys.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
