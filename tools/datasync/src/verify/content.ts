import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connections } from '../gateway/connections';
import { openObject, readMetadata } from '../gateway/archive';
import type { ArchiveLocation } from '../gateway/tasks';
import type { ArchivedObject, SourceItem } from './item';
import { type Finding, judgePair, type Rules } from './judge';
import { readPosixMetadata } from './metadata';

/** Storage classes whose objects have to be restored before they can be read. */
const NOT_READABLE: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** Two that have the same key and whose content is to be compared. */
export interface Both {
  readonly source: SourceItem;
  readonly object: ArchivedObject;
}

/** Where both sides are. */
export interface Sides {
  readonly connections: Connections;
  readonly archive: ArchiveLocation;
  /** The source's root on this machine. */
  readonly root: string;
  readonly rules: Rules;
}

/** How a comparison of two ended. */
export interface Compared {
  readonly finding: Finding | undefined;
  /** `compared`: read on both sides, by SHA-256; `out-of-reach`: the object lies in an archive class. */
  readonly content: 'compared' | 'out-of-reach' | 'not-asked';
}

/** Compares two by metadata and content, streaming. What lies in an archive class is compared by metadata alone. */
export async function compareContent(
  { connections, archive, root, rules }: Sides,
  { source, object }: Both,
  signal?: AbortSignal,
): Promise<Compared> {
  const { key } = source;
  if (source.kind === 'directory' || NOT_READABLE.has(object.storageClass)) {
    const user = await readMetadata(connections, archive, key, signal);
    const finding = user ? judgePair(source, object, readPosixMetadata(user), rules) : gone(key);
    return { finding, content: 'out-of-reach' };
  }
  const opened = await openObject(connections, archive, key, signal);
  if (opened === undefined) return { finding: gone(key), content: 'not-asked' };
  try {
    const known = judgePair(source, object, readPosixMetadata(opened.metadata), rules);
    if (known) return { finding: known, content: 'not-asked' };
    const [archived, local] = await Promise.all([sha256(opened.content), sourceHash(root, source)]);
    if (archived === local) return { finding: undefined, content: 'compared' };
    const reason = 'same size and time, other content';
    return { finding: { verdict: 'different', key, reason, sinceBackup: false }, content: 'compared' };
  } catch (error) {
    // What cannot be read here DataSync may not be able to read either; errors of AWS end the comparison.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return {
      finding: { verdict: 'unreadable', key, reason: (error as Error).message, sinceBackup: false },
      content: 'not-asked',
    };
  } finally {
    opened.content.destroy();
  }
}

/** A link's content is the path that it points to. */
async function sourceHash(root: string, { key, kind }: SourceItem): Promise<string> {
  const path = join(root, key);
  if (kind !== 'symlink') return sha256(createReadStream(path));
  return createHash('sha256')
    .update(await readlink(path, { encoding: 'buffer' }))
    .digest('hex');
}

async function sha256(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

function gone(key: string): Finding {
  return {
    verdict: 'missing',
    key,
    reason: 'went out of the archive during the comparison',
    sinceBackup: false,
  };
}
