import { lstat } from 'node:fs/promises';
import { headObject, type ObjectFacts } from '../gateway/get-object';
import type { VersionPlace } from '../gateway/object-place';
import { isFolderMarker, pathFault } from '../keys';
import { mtimeOf } from '../sync/posix-metadata';
import type { TransferContext } from '../transfer/context';
import { downloadObject } from '../transfer/download';
import type { SafeFolders } from '../transfer/safe-folders';

/** Where a version is written. */
export interface FilePlace {
  readonly folders: SafeFolders;
  /** Beneath their root, `/` between parts. */
  readonly path: string;
  /** Whether a file that is there and differs is replaced. */
  readonly overwrite: boolean;
}

/**
 * Writes a version as a file, see `downloadObject`; one that is there already stays as it is.
 *
 * @returns what was done, where it is not the usual
 * @throws Error when the name is none for a file, or another file is in its place; AwsFailure
 */
export async function download(
  context: TransferContext,
  from: VersionPlace,
  { folders, path, overwrite }: FilePlace,
): Promise<string> {
  if (await standsForFolder(context, from, path)) return 'it stands for a folder';
  const fault = pathFault(path, folders.root);
  if (fault !== undefined) throw new Error(`no file can have its name: ${fault}`);
  const file = folders.at(path);
  const present = await lstat(file).catch(() => undefined);
  if (present !== undefined) {
    const facts = await headObject(context.connections, from, context.signal);
    if (facts !== undefined && present.isFile() && isSame(present, facts)) return 'it was there already';
    if (!overwrite) throw new Error(`${file} exists and differs; --overwrite replaces it`);
  }
  await downloadObject(context, { from, folders, path, isUpdate: present !== undefined });
  return '';
}

/** One with content is no marker: it is a file whose name no file system takes. */
async function standsForFolder(
  { connections, signal }: TransferContext,
  from: VersionPlace,
  path: string,
): Promise<boolean> {
  if (!isFolderMarker(path, 0)) return false;
  const facts = await headObject(connections, from, signal);
  return facts !== undefined && isFolderMarker(path, facts.size);
}

/** The same size, and dated to the same second. */
function isSame(present: { readonly size: number; readonly mtimeMs: number }, facts: ObjectFacts): boolean {
  const { metadata, lastModified } = facts;
  const noted = mtimeOf(metadata);
  const mtimeMs = noted === undefined ? lastModified.getTime() : Number(noted / 1_000_000n);
  const sameTime = Math.floor(present.mtimeMs / 1000) === Math.floor(mtimeMs / 1000);
  return present.size === facts.size && sameTime;
}
