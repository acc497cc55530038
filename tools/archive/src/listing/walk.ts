import type { BigIntStats } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { byUtf8 } from '../keys';
import type { FileEntry } from '../model';
import { type Directory, readDirectory } from './directory';
import { type Batch, PARTIAL_PREFIX, type SkippedEntry } from './listed';

/** What becomes of symbolic links. */
export type Links = 'skip' | 'follow' | 'store';

/** How a tree is walked. */
export interface WalkOptions {
  /** @default 'skip' */
  readonly links?: Links | undefined;
  /** Whether nothing below a directory is wanted, so that it need not be read; gets `reports/2026/`. */
  readonly isPruned?: ((path: string) => boolean) | undefined;
  /** Hears of directories that hold nothing at all. */
  readonly onEmptyDirectory?: ((path: string) => void) | undefined;
  /** Hears of downloads that are under way, or were broken off. */
  readonly onPartial?: ((path: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Files that are looked at together: network file systems answer many questions at once. */
const AT_ONCE = 256;

/** What is told of a name that is not UTF-8. */
const UNFIT = {
  reason:
    'its name is not UTF-8, and S3 takes nothing else: rename it, or exclude it (a ? matches such a byte)',
  isFault: true,
} as const;

/** A directory on the way down, for loops of links. */
interface Level {
  readonly identity: string;
  readonly above: Level | undefined;
}

/**
 * The files of a tree by their paths, in the order of S3's keys (`a.b` before `a/b`, since a dot is less than a
 * slash): it holds the names of one directory per level at a time. What cannot be read is an entry of its own; files
 * that go away meanwhile are left out.
 *
 * @param root absolute
 * @throws Error of the file system when the root itself cannot be read
 */
export async function* walk(root: string, options: WalkOptions = {}): AsyncGenerator<Batch, void, undefined> {
  const { dev, ino } = await stat(root, { bigint: true });
  yield* walkDirectory(root, '', { identity: `${dev}:${ino}`, above: undefined }, options);
}

async function* walkDirectory(
  root: string,
  path: string,
  level: Level,
  options: WalkOptions,
): AsyncGenerator<Batch, void, undefined> {
  options.signal?.throwIfAborted();
  const { isPruned = () => false, links = 'skip' } = options;
  let directory: Directory;
  try {
    directory = await readDirectory(`${root}/${path}`);
  } catch (error) {
    if (path === '') throw error;
    yield [{ kind: 'skipped', path, reason: reasonOf(error), isFault: true }];
    return;
  }
  const { entries, unfit } = directory;
  if (entries.length + unfit.size === 0 && path !== '') options.onEmptyDirectory?.(path);
  const names = [...unfit];
  for (const entry of entries) {
    if (entry.name.startsWith(PARTIAL_PREFIX)) {
      options.onPartial?.(path + entry.name);
      continue;
    }
    const isFollowedDirectory =
      links === 'follow' &&
      entry.isSymbolicLink() &&
      (await leadsToDirectory(`${root}/${path}${entry.name}`));
    names.push(entry.isDirectory() || isFollowedDirectory ? `${entry.name}/` : entry.name);
  }
  names.sort(byUtf8);
  const isFile = (name: string) => !name.endsWith('/') && !unfit.has(name);
  for (let at = 0; at < names.length;) {
    const name = names[at] ?? '';
    if (unfit.has(name)) {
      at += 1;
      if (!isPruned(path + name)) yield [{ kind: 'skipped', path: path + name, ...UNFIT }];
      continue;
    }
    if (name.endsWith('/')) {
      at += 1;
      if (!isPruned(path + name)) yield* descend(root, path + name, level, options);
      continue;
    }
    const files: string[] = [];
    for (let next = name; files.length < AT_ONCE && isFile(next); next = names[at] ?? '/') {
      files.push(path + next);
      at += 1;
    }
    const looked = await Promise.all(files.map((file) => look(root, file, links)));
    yield looked.filter((entry) => entry !== undefined);
  }
}

async function* descend(
  root: string,
  path: string,
  above: Level,
  options: WalkOptions,
): AsyncGenerator<Batch, void, undefined> {
  // Without links a tree has no loops, and asking for the identity of each directory would cost a call.
  if (options.links !== 'follow') return yield* walkDirectory(root, path, above, options);
  const found = await stat(`${root}/${path}`, { bigint: true }).catch((error: unknown) => error as Error);
  if (found instanceof Error) {
    yield [{ kind: 'skipped', path, reason: reasonOf(found), isFault: true }];
    return;
  }
  const identity = `${found.dev}:${found.ino}`;
  for (let level: Level | undefined = above; level !== undefined; level = level.above) {
    if (level.identity !== identity) continue;
    yield [
      { kind: 'skipped', path, reason: 'a link that leads back to a directory above it', isFault: true },
    ];
    return;
  }
  yield* walkDirectory(root, path, { identity, above }, options);
}

async function look(root: string, path: string, links: Links): Promise<FileEntry | SkippedEntry | undefined> {
  const skipped = (reason: string, isFault: boolean): SkippedEntry => ({
    kind: 'skipped',
    path,
    reason,
    isFault,
  });
  let found: BigIntStats;
  try {
    found = await lstat(`${root}/${path}`, { bigint: true });
    if (found.isSymbolicLink()) {
      if (links === 'skip') return skipped('a symbolic link (--links says what becomes of them)', false);
      if (links === 'follow') found = await stat(`${root}/${path}`, { bigint: true });
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' && links !== 'follow' ? undefined : skipped(reasonOf(error), true);
  }
  const kind = found.isSymbolicLink() ? 'link' : 'file';
  if (kind === 'file' && !found.isFile()) return skipped('neither a file nor a directory nor a link', false);
  const { size, mtimeNs, ctimeNs } = found;
  return { path, kind, size: Number(size), mtimeNs, ctimeNs };
}

async function leadsToDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'there is no permission to read it';
  if (code === 'ENOENT') return 'it leads nowhere, or went away while it was looked at';
  return `it cannot be read: ${(error as Error).message}`;
}
