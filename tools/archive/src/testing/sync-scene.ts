import { PARTIAL_PREFIX } from '../listing/listed';
import type { Location } from '../location';
import { runSync } from '../sync/run';
import { type LiveS3, readTree, type Tree, writeTree } from './live-s3';

/** Which way a sync goes: from a directory to a bucket, back, or from bucket to bucket. */
export type Direction = 'up' | 'down' | 'across';

/** A source and a destination that differ in every way: new, updated, unchanged, and to be deleted. */
export interface SyncScene {
  /** Arguments of `archive` that make the destination like the source, deletions too. */
  readonly args: readonly string[];
  /** What the destination has at first, and what it should have in the end. */
  readonly before: Tree;
  readonly after: Tree;
  /** What it has now, without what broken-off downloads have left. */
  destination(): Promise<Record<string, string>>;
  /** Whether a broken-off download has left something. */
  hasPartial(): Promise<boolean>;
  /** Name of the destination's bucket, where it is one. */
  readonly bucket: string;
}

/** One more than goes in one call: two parts. */
const LARGE = 8 * 1024 ** 2 + 1;

/** How a scene is made. */
export interface SceneOptions {
  /** Files that are updated. */
  readonly updates: number;
  /** @default 4 */
  readonly concurrency?: number;
}

/**
 * Makes a scene. Sizes differ wherever contents do, so that nothing is in doubt: S3 is asked about single objects only
 * before they are deleted. Up and down there is a file of two parts.
 */
export async function syncScene(
  aws: LiveS3,
  direction: Direction,
  { updates, concurrency = 4 }: SceneOptions,
): Promise<SyncScene> {
  const all = Array.from({ length: updates }, (_, nth) => `d${nth % 3}/ü b+c %41/${nth}`);
  const edition = (text: string) =>
    Object.fromEntries(all.map((path) => [path, `${text} ${path}`.repeat(9)]));
  const large = direction === 'across' ? {} : { 'large.bin': 'new.'.repeat(LARGE / 4) + '!' };
  const before: Tree = { ...edition('old'), 'large.bin': 'old', 'gone/a': '1', 'gone/b': '2', 'gone/c': '3' };
  const after: Tree = { ...edition('newer'), 'large.bin': 'newer', new: 'n', ...large };
  const [from, to] = [await aws.directory(), await aws.directory()];
  await writeTree(from, after);
  await writeTree(to, before);
  const [source, destination] = [await aws.bucket(), await aws.bucket()];
  const at = (path: string): Location => ({ kind: 'directory', path });
  const inBucket = (bucket: string): Location => ({ kind: 'bucket', bucket, prefix: '' });
  if (direction !== 'up') await runSync(aws.connections, { source: at(from), destination: inBucket(source) });
  if (direction !== 'down')
    await runSync(aws.connections, { source: at(to), destination: inBucket(destination) });
  const places = [
    direction === 'up' ? from : `s3://${source}`,
    direction === 'down' ? to : `s3://${destination}`,
  ];
  const options = ['--delete', '--max-delete', '3', '--concurrency', String(concurrency)];
  return {
    args: ['sync', ...places, ...options],
    before,
    after,
    async destination() {
      if (direction !== 'down') return aws.contents(destination);
      const found = Object.entries(await readTree(to));
      return Object.fromEntries(found.filter(([path]) => !isPartial(path)));
    },
    async hasPartial() {
      return Object.keys(await readTree(to)).some(isPartial);
    },
    bucket: destination,
  };
}

function isPartial(path: string): boolean {
  return path.includes(PARTIAL_PREFIX);
}

/** What is wrong with a destination that a sync was broken off from: torn contents, and what was deleted too early. */
export function damageOf({ before, after }: SyncScene, now: Tree): string[] {
  const torn = Object.entries(now)
    .filter(([path, content]) => content !== before[path] && content !== after[path])
    .map(([path]) => `torn: ${path}`);
  const lost = Object.keys(before).filter((path) => !(path in now));
  const wrong = lost.filter((path) => path in after).map((path) => `gone, though the source has it: ${path}`);
  const behind = Object.keys(after).filter((path) => now[path] !== after[path]);
  const early =
    lost.length > 0 && behind.length > 0 ? [`deleted before ${behind.join(', ')} was through`] : [];
  return [...torn, ...wrong, ...early];
}
