import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Filters } from '../filters';
import type { ItemKind, SourceItem, SourceTrouble } from './item';

interface Named {
  readonly name: string;
  readonly bytes: Buffer;
  readonly isFolder: boolean;
}

/** What is walked, and who hears of what cannot be an item: its name may have no place in the order. */
export interface Walk {
  readonly root: string;
  readonly filters: Filters;
  readonly onTrouble: (trouble: SourceTrouble) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Walks a tree in the order of the keys that its items have in the archive, without following links. Only the names of
 * the folders on the way are held. Folders that the filters leave out are not entered.
 */
export async function* walkSource(
  { root, filters, onTrouble, signal }: Walk,
  below = '',
): AsyncGenerator<SourceItem> {
  let items: Named[];
  try {
    items = await namesOf(join(root, below));
  } catch (error) {
    // Deleted since its name was read: it is simply not there any more.
    if (below !== '' && (error as NodeJS.ErrnoException).code === 'ENOENT') return;
    onTrouble({ key: below, trouble: 'unlisted', reason: `cannot be listed: ${(error as Error).message}` });
    return;
  }
  for (const { name, bytes, isFolder } of items) {
    signal?.throwIfAborted();
    const path = below + name;
    if (!Buffer.from(name).equals(bytes)) {
      const reason = 'has a name that is not UTF-8, which the key of an object must be';
      if (filters.selects(path)) onTrouble({ key: path, trouble: 'unreadable', reason });
      continue;
    }
    if (isFolder && !filters.entersFolder(path)) continue;
    const item = filters.selects(path) ? await look({ root, onTrouble }, path, isFolder) : undefined;
    if (item !== undefined) yield item;
    if (isFolder) yield* walkSource({ root, filters, onTrouble, signal }, `${path}/`);
  }
}

/** Names in the order of the keys: a folder counts with its slash, since `a-b` comes before `a/`. */
async function namesOf(folder: string): Promise<Named[]> {
  // As bytes: a name that is not UTF-8 must not be taken for another.
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  const names = entries.map((entry) => {
    const bytes = entry.name as unknown as Buffer;
    return { name: bytes.toString('utf8'), bytes, isFolder: entry.isDirectory() };
  });
  const keyOf = ({ bytes, isFolder }: Named): Buffer => (isFolder ? Buffer.concat([bytes, SLASH]) : bytes);
  return names.sort((one, other) => Buffer.compare(keyOf(one), keyOf(other)));
}

const SLASH = Buffer.from('/');

async function look(
  { root, onTrouble }: Pick<Walk, 'root' | 'onTrouble'>,
  path: string,
  wasFolder: boolean,
): Promise<SourceItem | undefined> {
  const key = wasFolder ? `${path}/` : path;
  let stats: BigIntStats;
  try {
    stats = await lstat(join(root, path), { bigint: true });
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isGone) onTrouble({ key, trouble: 'unreadable', reason: (error as Error).message });
    return undefined;
  }
  const kind = kindOf(stats);
  if (kind === undefined) {
    onTrouble({ key, trouble: 'special', reason: 'a socket, pipe or device, which DataSync does not copy' });
    return undefined;
  }
  // It was replaced by something of another kind in between; the next verification sees it as it is.
  if ((kind === 'directory') !== wasFolder) return undefined;
  return {
    key,
    kind,
    size: kind === 'directory' ? 0 : Number(stats.size),
    metadata: {
      mtimeNs: stats.mtimeNs,
      permissions: Number(stats.mode) & 0o7777,
      uid: Number(stats.uid),
      gid: Number(stats.gid),
    },
    changedNs: stats.ctimeNs > stats.mtimeNs ? stats.ctimeNs : stats.mtimeNs,
  };
}

function kindOf(stats: BigIntStats): ItemKind | undefined {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'symlink' : undefined;
}
