import { constants } from 'node:fs';
import { access, copyFile, lstat, lutimes, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FilesFolderError } from './errors';
import type { FolderEntry } from './plan';

/**
 * Everything below a folder but folders themselves, in the order of their names.
 *
 * @throws FilesFolderError when it is not there, is no folder or cannot be read.
 */
export async function listFolder(root: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  const visit = async (folder: string): Promise<void> => {
    const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
      throw cannotRead(join(root, folder), error);
    });
    for (const name of names.sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stats = await lstat(join(root, path));
      if (stats.isDirectory()) await visit(path);
      else if (stats.isSymbolicLink()) entries.push({ path, kind: 'link', size: 0, readable: true });
      else if (!stats.isFile()) entries.push({ path, kind: 'other', size: 0, readable: true });
      else entries.push({ path, kind: 'file', size: stats.size, readable: await canRead(join(root, path)) });
    }
  };
  await visit('');
  return entries;
}

/** Copies entries with their modification times; links stay links. */
export async function copyEntries(from: string, to: string, entries: readonly FolderEntry[]): Promise<void> {
  for (const { path, kind } of entries) {
    const source = join(from, path);
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true });
    if (kind === 'link') await symlink(await readlink(source), target);
    else await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const { atime, mtime } = await lstat(source);
    await lutimes(target, atime, mtime);
  }
}

async function canRead(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

function cannotRead(path: string, error: NodeJS.ErrnoException): FilesFolderError {
  const why: Record<string, string> = {
    ENOENT: 'there is no such folder',
    ENOTDIR: 'it is no folder',
    EACCES: 'you may not read it',
  };
  return new FilesFolderError(
    {
      what: `The folder to back up cannot be read: ${why[error.code ?? ''] ?? error.message}`,
      got: path,
      fix: 'Name a folder that holds at least one file: ./strata demo --files DIR',
    },
    2,
    { cause: error },
  );
}
