/** Bytes and objects of one storage class. */
export interface ClassUsage {
  readonly storageClass: string;
  /** Undefined from metrics. */
  readonly objects: number | undefined;
  readonly bytes: number;
  /** Bytes that are billed: the least size of a class counts for smaller objects. */
  readonly billedBytes: number;
}

/** What a bucket stores. */
export interface StorageUsage {
  /** `listing`: every version, now. `metrics`: what CloudWatch had, once a day, versions not told apart. */
  readonly source: 'listing' | 'metrics';
  /** When it was so: now for a listing, the day of the metrics. */
  readonly asOf: Date;
  /** Largest first. From metrics: current and noncurrent together. */
  readonly current: readonly ClassUsage[];
  readonly noncurrent: readonly ClassUsage[];
  /** Undefined from metrics. */
  readonly deleteMarkers: number | undefined;
  /** Of these, markers that hide no version any more. */
  readonly loneMarkers: number | undefined;
}

/** Multipart uploads that never ended. Their parts are billed and shown by no listing. */
export interface UnfinishedUploads {
  readonly uploads: number;
  readonly bytes: number;
  readonly oldest: Date | undefined;
}

/** A version as far as its storage is concerned. */
export interface StoredVersion {
  readonly key: string;
  readonly size: number;
  readonly storageClass: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/**
 * Least billed sizes, bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html. The 40 KB
 * that Glacier classes add to each object are counted where prices are, for 8 of them cost what S3 Standard does.
 */
const LEAST_BYTES: Readonly<Record<string, number>> = {
  STANDARD_IA: 128 * 1024,
  ONEZONE_IA: 128 * 1024,
  GLACIER_IR: 128 * 1024,
};

/** Adds up versions that come in the order of their keys; memory does not grow with their number. */
export async function addUp(versions: AsyncIterable<StoredVersion>, asOf: Date): Promise<StorageUsage> {
  const current = new Sums();
  const noncurrent = new Sums();
  let deleteMarkers = 0;
  let loneMarkers = 0;
  let key: string | undefined;
  let markersOfKey = 0;
  let versionsOfKey = 0;
  const endKey = () => {
    if (versionsOfKey === 0) loneMarkers += markersOfKey;
    markersOfKey = versionsOfKey = 0;
  };
  for await (const version of versions) {
    if (version.key !== key) endKey();
    key = version.key;
    if (version.isDeleteMarker) {
      deleteMarkers += 1;
      markersOfKey += 1;
    } else {
      versionsOfKey += 1;
      (version.isLatest ? current : noncurrent).add(version);
    }
  }
  endKey();
  return {
    source: 'listing',
    asOf,
    current: current.byClass(),
    noncurrent: noncurrent.byClass(),
    deleteMarkers,
    loneMarkers,
  };
}

class Sums {
  readonly #classes = new Map<string, { objects: number; bytes: number; billedBytes: number }>();

  add({ storageClass, size }: StoredVersion): void {
    const sum = this.#classes.get(storageClass) ?? { objects: 0, bytes: 0, billedBytes: 0 };
    sum.objects += 1;
    sum.bytes += size;
    sum.billedBytes += Math.max(size, LEAST_BYTES[storageClass] ?? 0);
    this.#classes.set(storageClass, sum);
  }

  byClass(): ClassUsage[] {
    return [...this.#classes]
      .map(([storageClass, sum]) => ({ storageClass, ...sum }))
      .sort((one, other) => other.bytes - one.bytes || (one.storageClass < other.storageClass ? -1 : 1));
  }
}
