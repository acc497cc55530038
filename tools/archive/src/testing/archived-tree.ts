import { PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import type { LiveBucket, LiveS3 } from './live-bucket';

/** What a bucket held at a time, and what it holds since. */
export interface ArchivedTree {
  readonly bucket: LiveBucket;
  /** ISO 8601. */
  readonly at: string;
  /** Contents by key. */
  readonly then: Readonly<Record<string, string>>;
  readonly now: Readonly<Record<string, string>>;
}

const ODD = ['a b', 'x,y', '"q"', 'p+q', 'ü 😀', '100% %20', "it's (1)!*~", 'x=1&y=?#'];

/** Keys that listings, headers, URLs and manifests could each get wrong, in several folders. */
export function oddKeys(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `d${at % 7}/${ODD[at % ODD.length]} ${at}`);
}

/**
 * Fills a bucket, one of its keys before it has versions; then deletes a third and changes the rest. Every tenth key was
 * archived, in one of two classes. What is there in the end can be read.
 *
 * @param pace ms that retrievals take, and each task of a job
 */
export async function makeArchivedTree(
  aws: LiveS3,
  count: number,
  pace: { readonly retrievalMs?: number; readonly taskMs?: number } = {},
): Promise<ArchivedTree> {
  const bucket = await aws.bucket({ versioned: false });
  const TagSet = [
    { Key: 'local-aws:restore-ms', Value: `${pace.retrievalMs ?? 0}` },
    { Key: 'local-aws:batch-task-ms', Value: `${pace.taskMs ?? 0}` },
  ];
  await aws.connections.s3.send(new PutBucketTaggingCommand({ Bucket: bucket.name, Tagging: { TagSet } }));
  await bucket.put('null version', 'of old');
  await bucket.versioning('Enabled');
  const then: Record<string, string> = { 'null version': 'of old' };
  const now: Record<string, string> = { 'null version': 'changed' };
  const keys = oddKeys(count);
  await all(keys, async (key, at) => {
    then[key] = `old ${key}`;
    const StorageClass = at % 10 > 0 ? 'STANDARD' : at % 20 === 0 ? 'GLACIER' : 'DEEP_ARCHIVE';
    await bucket.put(key, `old ${key}`, { StorageClass, Metadata: { at: `${at}` } });
  });
  const at = (await aws.secondIsOver()).toISOString();
  await bucket.put('null version', 'changed');
  await all(keys, async (key, place) => {
    if (place % 3 === 0) return bucket.delete(key);
    now[key] = `new ${key}`;
    await bucket.put(key, `new ${key}`);
  });
  return { bucket, at, then, now };
}

/** Does something for each, some at a time. */
async function all<T>(items: readonly T[], work: (item: T, at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += 16) {
    await Promise.all(items.slice(from, from + 16).map((item, at) => work(item, from + at)));
  }
}
