import type { ObjectAttributes } from './object-attributes';
import type { ObjectPlace, VersionPlace } from './object-place';

/** What is copied where. */
export interface CopyRequest {
  readonly from: VersionPlace;
  /** Bytes of the source. */
  readonly size: number;
  /** Fails (412) when the source is another object by now. */
  readonly ifMatch?: string | undefined;
  readonly to: ObjectPlace;
  /**
   * What differs from the source. Metadata, content type, the other headers and tags stay as they are where nothing is
   * said; the storage class and the encryption do not: S3 takes the destination's defaults.
   */
  readonly attributes?:
    Pick<ObjectAttributes, 'storageClass' | 'kmsKey' | 'tags' | 'contentType'> | undefined;
}

/** What came of it. */
export interface CopyResult {
  readonly etag: string;
  /** Of the new version, where the bucket has versions. */
  readonly versionId: string | undefined;
}
