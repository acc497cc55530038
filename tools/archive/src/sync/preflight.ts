import { access, constants, realpath, stat } from 'node:fs/promises';
import { locationText } from '../location';
import { NotMountedError, SourceMissingError } from './errors';
import { isMountPoint, readMountTables, unmountedPoints } from './mounts';
import type { FullRequest } from './request';

/**
 * Looks at a source directory before anything is read from it.
 *
 * @throws SourceMissingError, NotMountedError
 */
export async function checkSource(request: FullRequest): Promise<void> {
  const { source, isDeleting, requireMount, unsafe } = request;
  if (requireMount !== undefined) await checkMount(locationText(source), requireMount);
  if (source.kind === 'bucket') return;
  const { path } = source;
  const missing = (why: string) => new SourceMissingError(path, why, isDeleting);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw missing(error.code === 'ENOENT' ? 'there is no such directory' : error.message);
  });
  if (!found.isDirectory()) throw missing('it is no directory');
  await access(path, constants.R_OK | constants.X_OK).catch(() => {
    throw missing('there is no permission to read it');
  });
  if (unsafe.unmounted !== undefined) return;
  const points = unmountedPoints(await realpath(path), await readMountTables());
  if (points.length > 0) {
    const fix = `Mount it: mount ${points[0]}. fstab names it; if it is meant to be like this: --unsafe-unmounted ${path}`;
    throw new NotMountedError(path, points, fix);
  }
}

async function checkMount(source: string, point: string): Promise<void> {
  const isMounted = await isMountPoint(point, await readMountTables()).catch(() => false);
  if (!isMounted)
    throw new NotMountedError(source, [point], `Mount it: mount ${point}. --require-mount asks for it.`);
}
