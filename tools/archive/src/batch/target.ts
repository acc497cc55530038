import { BatchTargetError } from './errors';
import type { Destination } from '../restore/journal';

/** Where copies go: a bucket, and what is put before the whole key. */
export interface BatchTarget {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Where a job copies to: Batch Operations puts a prefix before the whole key, so what keys begin with has to stay.
 *
 * @param prefix of the keys, as the user wrote it
 * @throws BatchTargetError where the destination wants a part of it away
 */
export function batchTarget(bucket: string, prefix: string, destination: Destination): BatchTarget {
  if (destination.kind !== 'bucket') return { bucket, prefix: '' };
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  if (!destination.prefix.endsWith(folder)) throw new BatchTargetError(folder, destination.prefix);
  return {
    bucket: destination.bucket,
    prefix: destination.prefix.slice(0, destination.prefix.length - folder.length),
  };
}
