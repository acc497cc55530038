import type { Connections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';
import { type BucketLocation, folderPrefix } from '../location';
import { isOwnKey } from '../own-keys';
import type { Batch } from './listed';

/**
 * The objects in a folder of a bucket by their paths below it, in key order. Strata's own are not among them: a sync must
 * neither fetch nor delete the journals that undo a restore.
 *
 * @throws AwsFailure
 */
export async function* listBucket(
  connections: Connections,
  location: BucketLocation,
  signal?: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const prefix = folderPrefix(location);
  for await (const page of listObjects(connections, { bucket: location.bucket, prefix }, signal)) {
    yield page
      .filter(({ key }) => key !== prefix && !isOwnKey(key))
      .map(({ key, ...entry }) => ({ kind: 'object', path: key.slice(prefix.length), ...entry }));
  }
}
