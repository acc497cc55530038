import type { BigIntStats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, EntryKind } from './entry';
import { fileError, reasonOf } from './entry-failures';
import type { Found } from './store';

/** The entry that a directory item stands for, or `undefined` for a socket, a pipe or a device. */
export function entryOf(path: string, stats: BigIntStats): Entry | undefined {
  const kind = kindOf(stats);
  if (!kind) return undefined;
  return {
    path,
    kind,
    size: kind === 'directory' ? 0 : Number(stats.size),
    metadata: {
      mtimeNs: stats.mtimeNs,
      atimeNs: stats.atimeNs,
      permissions: Number(stats.mode) & 0o7777,
      uid: Number(stats.uid),
      gid: Number(stats.gid),
    },
  };
}

function kindOf(stats: BigIntStats): EntryKind | undefined {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : undefined;
}

/**
 * Walks a directory tree as a stream, links not followed, the root itself not listed. What cannot be read becomes a
 * finding and the walk goes on.
 */
export async function* walk(
  root: string,
  signal: AbortSignal,
  mayRead: (stats: BigIntStats) => boolean,
  below = '',
): AsyncGenerator<Found> {
  let items: AsyncIterable<{ readonly name: string | Buffer }>;
  try {
    if (!mayRead(await lstat(join(root, below), { bigint: true }))) throw fileError('EACCES');
    // Names as bytes: a name that is not UTF-8 cannot be a key, and must not be silently mistaken for another.
    items = await opendir(join(root, below), { encoding: 'buffer' as BufferEncoding });
  } catch (error) {
    yield { failed: below, kind: 'directory', reason: reasonOf(error) };
    return;
  }
  for await (const item of items) {
    signal.throwIfAborted();
    const bytes = Buffer.from(item.name as unknown as Uint8Array);
    const name = bytes.toString('utf8');
    const path = below === '' ? name : `${below}/${name}`;
    if (!Buffer.from(name, 'utf8').equals(bytes)) {
      yield {
        failed: path,
        kind: 'file',
        reason: 'has a name that is not UTF-8, which an object key must be',
      };
      continue;
    }
    yield* visit(root, path, signal, mayRead);
  }
}

async function* visit(
  root: string,
  path: string,
  signal: AbortSignal,
  mayRead: (stats: BigIntStats) => boolean,
): AsyncGenerator<Found> {
  let stats: BigIntStats;
  try {
    stats = await lstat(join(root, path), { bigint: true });
  } catch (error) {
    // Deleted between listing and looking: it is simply not there any more.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    yield { failed: path, kind: 'file', reason: reasonOf(error) };
    return;
  }
  const entry = entryOf(path, stats);
  if (!entry) {
    yield { ignored: path, reason: 'sockets, pipes and devices are not copied' };
    return;
  }
  yield { entry };
  if (entry.kind === 'directory') yield* walk(root, signal, mayRead, path);
}
