/** An object as a listing shows it. */
export interface ObjectEntry {
  /** The whole key, prefix and all. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
  /** Without its quotes. No digest of the content for multipart or SSE-KMS objects. */
  readonly etag: string;
  /** `STANDARD`, `DEEP_ARCHIVE`, … */
  readonly storageClass: string;
  /**
   * Whether it is archived by its class and no retrieved copy is there. Only listings of objects tell; those of
   * Intelligent-Tiering may be archived all the same.
   */
  readonly isAway?: boolean;
}

/** A version of an object, or a delete marker. */
export interface ObjectVersion extends ObjectEntry {
  /** `null` for objects from before versioning, or from while it was suspended. */
  readonly versionId: string;
  readonly isLatest: boolean;
  /** A marker has no content: size 0, no etag. */
  readonly isDeleteMarker: boolean;
  /** Who wrote it, where S3 tells: display name or canonical id. */
  readonly owner?: string | undefined;
}

/** A file or symbolic link of a tree. */
export interface FileEntry {
  /** Relative to the tree's root, `/` between parts. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  /** Bytes; of a link, the length of its target. */
  readonly size: number;
  /** Nanoseconds since 1970: when its content was last changed. */
  readonly mtimeNs: bigint;
  /** Nanoseconds since 1970: when anything of it was last changed, its name and mode too. Nobody can set it back. */
  readonly ctimeNs: bigint;
}
