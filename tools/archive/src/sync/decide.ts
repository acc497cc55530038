import type { Listed, ListedObject } from '../listing/listed';
import type { FileEntry } from '../model';
import type { WasRestored } from './restored-since';

/** What two things of one path are compared by when their sizes are the same. */
export type Comparison = 'time' | 'size' | 'checksum';

/** What becomes of a path. */
export interface Decision {
  readonly action: 'unchanged' | 'update';
  readonly reason: string;
}

/** What is known beyond the listing, of those that are in doubt. */
export interface Facts {
  /** When the content was last changed, as the object's metadata say; of a file its own. Nanoseconds since 1970. */
  readonly sourceMtimeNs: bigint | undefined;
  readonly destinationMtimeNs: bigint | undefined;
  /** Whether one is stored as a link and the other is not. */
  readonly isOtherKind: boolean;
  /** Whether checksums, of the same kind and over the same bytes, are equal; undefined where there are none. */
  readonly sameChecksum: boolean | undefined;
}

/** What does not depend on the pair. */
export interface DecisionContext {
  readonly comparison: Comparison;
  /** Milliseconds that AWS's clock is ahead of this machine's; files and objects are dated by different ones. */
  readonly skewMs: number;
  /** Whether a restore may have written what was stored at a time. @default never */
  readonly wasRestored?: WasRestored | undefined;
}

/** Objects are dated in whole seconds, and the clocks' difference is known to about one. */
const MARGIN_NS = 2_000_000_000n;
/** Two times are one within a millisecond: not every tool keeps nanoseconds. */
const SAME_TIME_NS = 1_000_000n;
/** What file systems round times down to: FAT to two seconds, HFS+ and ext3 to one, exFAT to ten milliseconds. */
const GRAINS_NS = [2_000_000_000n, 1_000_000_000n, 10_000_000n];
/** A ctime that is a multiple of it is of such a file system; on others that comes about once in ten million times. */
const COARSE_NS = 10_000_000n;

/**
 * Decides by what walk and listing tell, without asking S3 anything; undefined where that leaves a doubt.
 *
 * | sizes  | compared by | source → destination | and                                                     | then      |
 * | ------ | ----------- | -------------------- | ------------------------------------------------------- | --------- |
 * | differ | anything    | any                  |                                                         | update    |
 * | same   | size        | any                  |                                                         | unchanged |
 * | same   | checksum    | any                  |                                                         | doubt     |
 * | same   | time        | file → object        | stored while a restore wrote into the bucket            | doubt     |
 * | same   | time        | file → object        | stored after the file's last change of any kind (ctime) | unchanged |
 * | same   | time        | file → object        | otherwise                                               | doubt     |
 * | same   | time        | object → file        | the file's mtime is the time the object was stored      | unchanged |
 * | same   | time        | object → file        | otherwise                                               | doubt     |
 * | same   | time        | object → object      | the same ETag                                           | unchanged |
 * | same   | time        | object → object      | otherwise                                               | doubt     |
 *
 * The ctime is what makes the fifth row safe: a file that was moved or unpacked into place has an old mtime, but nobody
 * can set its ctime back. What it cannot see is content of the same size that somebody else has put over an upload: a
 * listing shows nothing of who wrote an object, or what. `aws s3 sync` goes by the same, and by the mtime alone; rclone
 * asks for each object's metadata, unless told to go by the listing too. Only checksums tell.
 */
export function decideByListing(
  source: Listed,
  destination: Listed,
  { comparison, skewMs, wasRestored }: DecisionContext,
): Decision | undefined {
  if (source.size !== destination.size) return update('size differs');
  if (comparison === 'size') return unchanged('same size');
  if (comparison === 'checksum') return undefined;
  if (source.kind !== 'object') {
    const changedNs = latest(source) + BigInt(Math.round(skewMs)) * 1_000_000n + MARGIN_NS;
    if (destination.kind !== 'object' || wasRestored?.(destination.lastModified)) return undefined;
    return changedNs <= storedNs(destination) ? unchanged('stored after its last change') : undefined;
  }
  if (destination.kind !== 'object')
    return isSameTime(storedNs(source), destination.mtimeNs) ? unchanged('same time') : undefined;
  return source.etag !== '' && source.etag === destination.etag ? unchanged('same ETag') : undefined;
}

/**
 * Decides what was in doubt, by the objects' metadata or checksums.
 *
 * | compared by | kinds  | checksums | mtimes                                | then                                  |
 * | ----------- | ------ | --------- | ------------------------------------- | ------------------------------------- |
 * | any         | differ | any       | any                                   | update, kind differs                  |
 * | any         | same   | equal     | any                                   | unchanged                             |
 * | any         | same   | differ    | any                                   | update, checksum differs              |
 * | checksum    | same   | none      | any                                   | update, no checksum                   |
 * | time        | same   | none      | the same                              | unchanged                             |
 * | time        | same   | none      | the source's later                    | update, newer                         |
 * | time        | same   | none      | the source's earlier                  | update, time differs                  |
 * | time        | same   | none      | not both known, by a restore          | update, restored                      |
 * | time        | same   | none      | not both known, stored later there    | unchanged                             |
 * | time        | same   | none      | not both known, otherwise             | update, newer                         |
 *
 * A file's mtime is the same as an object's, too, where it is that rounded down as a coarse file system does (and the file
 * is on one, by its ctime): the fraction was lost when it was written. An edit that the file system itself tells apart,
 * in any other of its seconds, is seen.
 *
 * Times without metadata: of an object when it was stored, of a file its mtime; a file that stands for an object that
 * has no mtime of its own gets the time the object was stored, so there anything else differs.
 */
export function decideByFacts(
  source: Listed,
  destination: Listed,
  facts: Facts,
  { comparison, wasRestored }: Omit<DecisionContext, 'skewMs'>,
): Decision {
  if (facts.isOtherKind) return update('kind differs');
  if (facts.sameChecksum !== undefined)
    return facts.sameChecksum ? unchanged('same checksum') : update('checksum differs');
  if (comparison === 'checksum') return update('no checksum to compare');
  const { sourceMtimeNs: from, destinationMtimeNs: to } = facts;
  if (from !== undefined && to !== undefined) {
    if (source.kind !== 'object' && isRounded(source, to)) return unchanged('same time');
    if (destination.kind !== 'object' && isRounded(destination, from)) return unchanged('same time');
    return byTimes(from, to);
  }
  if (source.kind === 'object' && destination.kind !== 'object') {
    const stored = storedNs(source);
    return isRounded(destination, stored) ? unchanged('same time') : byTimes(stored, destination.mtimeNs);
  }
  if (source.kind !== 'object' && destination.kind === 'object' && wasRestored?.(destination.lastModified))
    return update('restored');
  const changed = source.kind === 'object' ? storedNs(source) : source.mtimeNs;
  return destination.kind === 'object' && changed <= storedNs(destination)
    ? unchanged('stored after its last change')
    : update('newer');
}

function byTimes(from: bigint, to: bigint): Decision {
  if (isSameTime(from, to)) return unchanged('same time');
  return update(from > to ? 'newer' : 'time differs');
}

function isSameTime(one: bigint, other: bigint): boolean {
  const apart = one - other;
  return (apart < 0n ? -apart : apart) < SAME_TIME_NS;
}

/** Whether a file has the time of an object, as far as its file system keeps times. */
function isRounded({ mtimeNs, ctimeNs }: FileEntry, objectNs: bigint): boolean {
  if (ctimeNs % COARSE_NS !== 0n) return false;
  return GRAINS_NS.some((grain) => mtimeNs % grain === 0n && mtimeNs === objectNs - (objectNs % grain));
}

function latest({ mtimeNs, ctimeNs }: FileEntry): bigint {
  return mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
}

function storedNs({ lastModified }: ListedObject): bigint {
  return BigInt(lastModified.getTime()) * 1_000_000n;
}

const update = (reason: string): Decision => ({ action: 'update', reason });
const unchanged = (reason: string): Decision => ({ action: 'unchanged', reason });
