import { isArchived } from '../glacier/tiers';
import type { RunItem } from '../restore/journal';

/** What one job does with all objects of its manifest. */
export interface BatchGroup {
  readonly operation: 'copy' | 'retrieve';
  /** Class of the objects, and of their copies: a job gives one to all. */
  readonly storageClass: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-copy-object.html: "up to 5 GB" */
const MAX_BATCH_COPY = 5 * 1024 ** 3;

/**
 * Which job a key belongs to; undefined for what Batch Operations cannot do and is done here: removals, and objects over
 * 5 GB.
 */
export function groupOf({ action, source }: RunItem): BatchGroup | undefined {
  if (action !== 'copy' || source === undefined) return undefined;
  const { storageClass } = source;
  if (isArchived(storageClass)) return { operation: 'retrieve', storageClass };
  return source.size > MAX_BATCH_COPY ? undefined : { operation: 'copy', storageClass };
}

/** A group's name, in keys and tokens: `copy-STANDARD_IA`. */
export function groupName({ operation, storageClass }: BatchGroup): string {
  return `${operation}-${storageClass}`;
}
