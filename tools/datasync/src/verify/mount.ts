import { opendir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadMountError } from '../errors';

/**
 * The folder on this machine that a task copies.
 *
 * @param mount where the file system is mounted, seen as the task sees it (through the same access point)
 * @param folder the location's own folder below it, without slashes at its ends; empty for all
 * @throws BadMountError when it is not there, no folder, or empty: an empty one is usually a file system that is not
 * mounted, and every file would count as deleted
 */
export async function sourceRoot(mount: string, folder: string): Promise<string> {
  const root = join(resolve(mount), folder);
  const stats = await stat(root).catch((error: NodeJS.ErrnoException) => {
    throw new BadMountError(mount, error.code === 'ENOENT' ? `does not hold ${root}` : error.message);
  });
  if (!stats.isDirectory()) throw new BadMountError(mount, 'is no folder');
  const items = await opendir(root).catch((error: Error) => {
    throw new BadMountError(mount, `cannot be listed: ${error.message}`);
  });
  const first = await items.read();
  await items.close();
  if (first === null) throw new BadMountError(mount, 'is empty: most likely nothing is mounted there');
  return root;
}
