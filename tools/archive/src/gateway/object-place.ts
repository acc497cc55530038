/** Where an object is. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** One version of an object; without an id the current one. */
export interface VersionPlace extends ObjectPlace {
  readonly versionId?: string | undefined;
}
