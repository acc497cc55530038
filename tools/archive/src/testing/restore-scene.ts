import type { LiveBucket, LiveS3 } from './live-bucket';
import type { Ran } from '@strata/testing/programs';
import { runArchive } from './run-archive';
import type { Tree } from './live-s3';

/** A bucket whose keys were overwritten, deleted and made since a moment, and the commands that go back and forth. */
export interface RestoreScene {
  readonly bucket: LiveBucket;
  /** How it was at the moment, and how it is before anything is restored. */
  readonly then: Tree;
  readonly now: Tree;
  /** Arguments of `archive` that bring the moment back in place: copies, and delete markers on what was made since. */
  readonly args: readonly string[];
  /** Ids of the runs that wrote a journal. */
  runs(): Promise<string[]>;
  resume(runId: string): Promise<Ran>;
  undo(runId: string): Promise<Ran>;
}

/** S3 keeps a checksum of whatever is put; the local AWS of what asks for it. */
export const CHECKED = { ChecksumAlgorithm: 'CRC32' } as const;

/** Makes one. @param copies keys that are copied back @param encrypted with SSE-KMS: no ETag tells of the content then */
export async function restoreScene(aws: LiveS3, copies: number, encrypted = false): Promise<RestoreScene> {
  const bucket = await aws.bucket({ encrypted });
  const keys = Array.from({ length: copies - 1 }, (_, nth) => `d/ü b+c %41/${nth}`);
  for (const key of keys) await bucket.put(key, `old ${key}`, CHECKED);
  await bucket.put('deleted', 'was here', CHECKED);
  await bucket.put('same', 'same', CHECKED);
  const at = await aws.secondIsOver();
  const then = await bucket.tree();
  for (const key of keys) await bucket.put(key, `new, and longer, ${key}`, CHECKED);
  await bucket.delete('deleted');
  for (const key of ['late/a', 'late/b']) await bucket.put(key, 'made since', CHECKED);
  await aws.secondIsOver();
  const now = await bucket.tree();
  const place = `s3://${bucket.name}/`;
  const run = (...args: readonly string[]) => runArchive(args, aws.endpoint);
  const ways = ['--in-place', '--mirror', '--max-delete', '2', '--yes'];
  return {
    bucket,
    then,
    now,
    args: ['restore', place, '--at', at.toISOString(), ...ways],
    runs: () => bucket.runs(),
    resume: (runId) => run('resume', runId, '--in', place),
    undo: (runId) => run('restore', place, '--undo', runId, '--yes'),
  };
}

/** What a run that was broken off has torn: contents that are neither what was there nor what is brought back. */
export function tornBy({ then, now }: RestoreScene, tree: Tree): string[] {
  return Object.keys({ ...then, ...now, ...tree }).filter(
    (key) => tree[key] !== then[key] && tree[key] !== now[key],
  );
}
