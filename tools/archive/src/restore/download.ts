import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, mkdir, open, readFile, realpath, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Connections } from '../gateway/connections';
import { headObject, type ObjectFacts, openObject, type VersionPlace } from '../gateway/get-object';
import { isFolderMarker, pathFault } from '../keys';
import { isLink, mtimeOf } from '../sync/posix-metadata';

/** Where a version is written. */
export interface FilePlace {
  /** Absolute. */
  readonly root: string;
  /** Beneath the root, `/` between parts. */
  readonly path: string;
  /** Whether a file that is there and differs is replaced. */
  readonly overwrite: boolean;
}

const ATTEMPTS = 5;

/**
 * Writes a version as a file: into a temporary one beside it, which takes its name once it is whole, so that nobody
 * ever sees half of it. Content that breaks off is fetched on from there.
 *
 * @returns what was done, where it is not the usual
 * @throws Error when the name is none for a file, or another file is in its place; AwsFailure
 */
export async function download(
  connections: Connections,
  place: VersionPlace,
  { root, path, overwrite }: FilePlace,
  signal?: AbortSignal,
): Promise<string> {
  if (isFolderMarker(path, 0)) return 'it stands for a folder';
  const fault = pathFault(path, root);
  if (fault !== undefined) throw new Error(`no file can have its name: ${fault}`);
  const file = join(root, path);
  const present = await lstat(file).catch(() => undefined);
  if (present !== undefined) {
    const facts = await headObject(connections, place, signal);
    if (facts !== undefined && present.isFile() && isSame(present, facts)) return 'it was there already';
    if (!overwrite) throw new Error(`${file} exists and differs; --overwrite replaces it`);
  }
  await mkdir(dirname(file), { recursive: true });
  await refuseOutside(root, dirname(file));
  const temporary = join(dirname(file), `.strata-${randomBytes(8).toString('hex')}.part`);
  try {
    const facts = await fetchWhole(connections, place, temporary, signal);
    if (isLink(facts.metadata)) await intoLink(temporary);
    else {
      const seconds = changedSeconds(facts);
      await utimes(temporary, seconds, seconds);
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return '';
}

/** The same size, and dated to the same second. */
function isSame(present: { readonly size: number; readonly mtimeMs: number }, facts: ObjectFacts): boolean {
  const sameTime = Math.floor(present.mtimeMs / 1000) === Math.floor(changedSeconds(facts));
  return present.size === facts.size && sameTime;
}

/** When the file was changed last, seconds since 1970: what a sync noted of it, else when the object was stored. */
function changedSeconds({ metadata, lastModified }: ObjectFacts): number {
  const noted = mtimeOf(metadata);
  return noted === undefined ? lastModified.getTime() / 1000 : Number(noted / 1000n) / 1e6;
}

/** Puts a symbolic link in the place of a file that holds its target. */
async function intoLink(temporary: string): Promise<void> {
  const target = await readFile(temporary, 'utf8');
  await rm(temporary);
  await symlink(target, temporary);
}

async function fetchWhole(
  connections: Connections,
  place: VersionPlace,
  temporary: string,
  signal: AbortSignal | undefined,
): Promise<ObjectFacts> {
  for (let attempt = 1; ; attempt += 1) {
    const offset = (await stat(temporary).catch(() => undefined))?.size ?? 0;
    const object = await openObject(connections, place, { offset }, signal);
    try {
      if (offset < object.size || object.size === 0) {
        const sink = createWriteStream(temporary, { flags: offset === 0 ? 'w' : 'a' });
        await pipeline(object.content, sink, signal === undefined ? {} : { signal });
      } else object.content.destroy();
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= ATTEMPTS || isOfDisk(error)) throw error;
      continue;
    }
    const written = await stat(temporary);
    if (written.size !== object.size) throw new Error(`${written.size} bytes came, of ${object.size}`);
    await flush(temporary);
    return object;
  }
}

/** A full disk, a missing permission: trying again changes nothing. */
function isOfDisk(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && code !== 'ECONNRESET' && code !== 'EPIPE' && syscall !== 'read';
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

/** A symbolic link in the tree must not lead a file out of it. */
async function refuseOutside(root: string, folder: string): Promise<void> {
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(folder)]);
  if (realFolder === realRoot || realFolder.startsWith(realRoot === sep ? sep : realRoot + sep)) return;
  throw new Error(`${folder} leads out of ${root}, to ${realFolder}`);
}
