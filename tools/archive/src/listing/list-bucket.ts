import type { Connections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';
import { type BucketLocation, folderPrefix } from '../location';
import type { Batch } from './listed';

/** The objects in a folder of a bucket by their paths below it, in key order. @throws AwsFailure */
export async function* listBucket(
  connections: Connections,
  location: BucketLocation,
  signal?: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const prefix = folderPrefix(location);
  for await (const page of listObjects(connections, { bucket: location.bucket, prefix }, signal)) {
    yield page
      .filter(({ key }) => key !== prefix)
      .map(({ key, size, lastModified, etag, storageClass }) => {
        return { kind: 'object', path: key.slice(prefix.length), size, lastModified, etag, storageClass };
      });
  }
}
