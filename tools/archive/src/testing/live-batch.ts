import { listObjects } from '../gateway/list-objects';
import type { ArchivedTree } from './archived-tree';
import { makeBatchRole } from './batch-role';
import { type LiveBucket, type LiveS3, startLiveS3 } from './live-bucket';
import type { Ran } from '@strata/testing/programs';
import { runArchive } from './run-archive';
import { collected } from './versions';

/** A local AWS with what restores by Batch Operations need. */
export interface LiveBatch extends LiveS3 {
  /** ARN of a role that may do what RESTORE.md says. */
  readonly role: string;
  run(...args: readonly string[]): Promise<Ran>;
  /** What Strata has put into a bucket. */
  ownKeys(bucket: LiveBucket): Promise<string[]>;
}

/** Starts one on a free port. */
export async function startLiveBatch(): Promise<LiveBatch> {
  const aws = await startLiveS3();
  return {
    ...aws,
    role: await makeBatchRole(aws.endpoint, 'batch'),
    run: (...args) => runArchive(args, aws.endpoint),
    async ownKeys({ name: bucket }) {
      const pages = await collected(listObjects(aws.connections, { bucket, prefix: '.strata/' }));
      return pages.flat().map(({ key }) => key);
    },
  };
}

/** The command that restores a tree in place, and all of it readable: more than 50 keys by Batch Operations. */
export function inPlace({ bucket, at }: ArchivedTree, ...more: readonly string[]): string[] {
  return [
    ...['restore', `s3://${bucket.name}`, '--at', at, '--in-place', '--batch-over', '50', '--yes'],
    ...['--storage-class', 'STANDARD', ...more],
  ];
}

/** The first run id in a text. */
export function runIdIn(text: string): string {
  return /(restore-\d{8}T\d{6}Z-[0-9a-f]{6})/.exec(text)?.[1] ?? '';
}
