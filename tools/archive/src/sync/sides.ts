import { lstat, realpath, stat } from 'node:fs/promises';
import type { Connections } from '../gateway/connections';
import { headObject, type ObjectFacts } from '../gateway/get-object';
import { keyFault, pathFault } from '../keys';
import { listBucket } from '../listing/list-bucket';
import type { Batch, Listed } from '../listing/listed';
import { type Links, walk } from '../listing/walk';
import { folderPrefix, type Location } from '../location';
import { type Decision, decideByFacts, type DecisionContext } from './decide';
import { isLink, mtimeOf } from './posix-metadata';
import { isOwnKey, OWN_PREFIX } from '../own-keys';
import { hasContentOf, haveSameContent } from './same-content';

/** How the sides of a sync are looked at. */
export interface LookOptions {
  readonly connections: Connections;
  readonly links: Links;
  readonly comparison: DecisionContext['comparison'];
  readonly wasRestored?: DecisionContext['wasRestored'];
  readonly signal: AbortSignal;
}

/** What a side has, in the order of its paths; `isPruned` spares the reading of directories. */
export function listSide(
  location: Location,
  { connections, links, signal }: Pick<LookOptions, 'connections' | 'links' | 'signal'>,
  hooks: {
    readonly isPruned: (path: string) => boolean;
    readonly onEmptyDirectory?: (path: string) => void;
    readonly onPartial?: (path: string) => void;
  },
): AsyncIterable<Batch> {
  if (location.kind === 'bucket') return listBucket(connections, location, signal);
  return walk(location.path, { links, signal, ...hooks });
}

/** Nothing at all: a destination directory that is yet to be made. */
export async function* nothing(): AsyncGenerator<Batch, void, undefined> {}

/** Why a destination cannot hold a path. */
export function nameFaultOf(source: Location, destination: Location): (path: string) => string | undefined {
  if (destination.kind === 'directory') return (path) => pathFault(path, destination.path);
  const prefix = folderPrefix(destination);
  const fitsAnyway = source.kind === 'bucket' && folderPrefix(source).length >= prefix.length;
  return (path) => {
    const key = prefix + path;
    // Not listed at the destination, they would be written again each time.
    if (isOwnKey(key)) return `${OWN_PREFIX} is where Strata keeps its journals`;
    return fitsAnyway ? undefined : keyFault(key);
  };
}

/** Settles doubts by what S3 knows of the objects: mtimes in their metadata, or checksums. */
export function settler(
  source: Location,
  destination: Location,
  { connections, comparison, wasRestored, signal }: Omit<LookOptions, 'links'>,
): (one: Listed, other: Listed) => Promise<Decision> {
  const factsOf = async (side: Location, entry: Listed): Promise<ObjectFacts | undefined> =>
    side.kind === 'bucket' ? headObject(connections, place(side, entry.path), signal) : undefined;
  const place = (side: Extract<Location, { kind: 'bucket' }>, path: string) => {
    return { bucket: side.bucket, key: folderPrefix(side) + path };
  };
  const sameContent = async (path: string, from: ObjectFacts | undefined, to: ObjectFacts | undefined) => {
    if (source.kind === 'bucket' && destination.kind === 'bucket')
      return from && to && haveSameContent(from, to);
    if (comparison !== 'checksum') return undefined;
    if (source.kind === 'directory' && destination.kind === 'bucket')
      return to && hasContentOf(connections, `${source.path}/${path}`, place(destination, path), to, signal);
    if (source.kind === 'bucket' && destination.kind === 'directory')
      return (
        from && hasContentOf(connections, `${destination.path}/${path}`, place(source, path), from, signal)
      );
    return undefined;
  };
  return async (one, other) => {
    const [from, to] = await Promise.all([factsOf(source, one), factsOf(destination, other)]);
    const kinds = [isLinkHere(one, from), isLinkHere(other, to)];
    const isOtherKind = kinds[0] !== kinds[1];
    const facts = {
      sourceMtimeNs: one.kind === 'object' ? mtimeOf(from?.metadata ?? {}) : one.mtimeNs,
      destinationMtimeNs: other.kind === 'object' ? mtimeOf(to?.metadata ?? {}) : other.mtimeNs,
      isOtherKind,
      // Of a link only the time is compared: reading it would read what it leads to.
      sameChecksum: isOtherKind || kinds[0] ? undefined : await sameContent(one.path, from, to),
    };
    return decideByFacts(one, other, facts, { comparison: kinds[0] ? 'time' : comparison, wasRestored });
  };
}

function isLinkHere(entry: Listed, facts: ObjectFacts | undefined): boolean {
  return entry.kind === 'link' || (facts !== undefined && isLink(facts.metadata));
}

/** Whether a side has nothing at a path any more, or still nothing. @throws AwsFailure, Error of the file system */
export async function isAbsent(
  connections: Connections,
  location: Location,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (location.kind === 'bucket') {
    const { bucket } = location;
    return (
      (await headObject(connections, { bucket, key: folderPrefix(location) + path }, signal)) === undefined
    );
  }
  // The file system would fold a//b into a/b, and follow a/../b.
  if (pathFault(path, location.path) !== undefined) return true;
  try {
    await lstat(`${location.path}/${path}`);
    return false;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
}

/** What tells whether a directory is still the one that it was: something mounted over it changes it. */
export async function identityOf(location: Location): Promise<string> {
  if (location.kind === 'bucket') return location.bucket;
  const { dev, ino } = await stat(location.path, { bigint: true });
  return `${await realpath(location.path)} ${dev}:${ino}`;
}
