import type { Prices } from './prices';
import type { ClassUsage, StorageUsage, UnfinishedUploads } from './usage';

/** What one class of versions is estimated to cost. */
export interface StorageRow extends ClassUsage {
  readonly versions: 'current' | 'noncurrent' | 'all';
  /** Undefined where no price is known. */
  readonly monthlyUsd: number | undefined;
}

/** What a bucket is estimated to cost a month, for storage alone. */
export interface StorageEstimate {
  readonly rows: readonly StorageRow[];
  readonly uploadsUsd: number | undefined;
  /** Of all that has a price. */
  readonly monthlyUsd: number;
  readonly source: string;
  /** Classes that hold something and have no price here. */
  readonly unpriced: readonly string[];
}

/** What the figures leave out. */
export const LEFT_OUT: readonly string[] = [
  'requests, lifecycle transitions, retrievals and restored copies, and the transfer of data',
  'early deletion: Deep Archive bills 180 days at least, Glacier 90, infrequent access 30',
  'lower tiers and the monitoring of Intelligent-Tiering, the lower prices from 50 TB on',
  'KMS, access logs, replicas, object tags; taxes, discounts and credits',
];

/**
 * Bytes that Glacier classes add to each object: 32 KB at their own price and 8 KB at that of S3 Standard.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
 */
const OVERHEAD = { own: 32 * 1024, standard: 8 * 1024 };
const WITH_OVERHEAD: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];
/** AWS's GB of storage is 2³⁰ bytes. */
const GB = 1024 ** 3;

/** Estimates what the storage costs a month. Pure. */
export function estimateStorage(
  usage: StorageUsage,
  uploads: UnfinishedUploads,
  { usdPerGbMonth, source }: Prices,
): StorageEstimate {
  const standard = usdPerGbMonth['STANDARD'];
  const usdOf = ({ storageClass, billedBytes, objects = 0 }: ClassUsage): number | undefined => {
    const price = usdPerGbMonth[storageClass];
    if (price === undefined) return undefined;
    if (!WITH_OVERHEAD.includes(storageClass)) return (billedBytes / GB) * price;
    return (
      ((billedBytes + objects * OVERHEAD.own) / GB) * price +
      ((objects * OVERHEAD.standard) / GB) * (standard ?? 0)
    );
  };
  const row =
    (versions: StorageRow['versions']) =>
    (each: ClassUsage): StorageRow => ({ ...each, versions, monthlyUsd: usdOf(each) });
  const rows = [
    ...usage.current.map(row(usage.source === 'metrics' ? 'all' : 'current')),
    ...usage.noncurrent.map(row('noncurrent')),
  ];
  // Parts are billed as S3 Standard, whatever class the object is to have:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuploadpricing
  const uploadsUsd = standard === undefined ? undefined : (uploads.bytes / GB) * standard;
  // The metrics count parts in already.
  const extra = usage.source === 'metrics' ? 0 : (uploadsUsd ?? 0);
  return {
    rows,
    uploadsUsd,
    monthlyUsd: rows.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, extra),
    source,
    unpriced: [
      ...new Set(
        rows.flatMap(({ storageClass, monthlyUsd }) => (monthlyUsd === undefined ? storageClass : [])),
      ),
    ],
  };
}
