import { pooled } from '@strata/aws';
import { listArchive, readMetadata } from '../gateway/archive';
import type { Connections } from '../gateway/connections';
import type { ArchiveLocation } from '../gateway/tasks';
import type { Depth } from './comparison';
import type { ArchivedObject } from './item';
import { readPosixMetadata } from './metadata';
import { Sample } from './sample';

/** What an archive holds, by itself. */
export interface ArchiveCensus {
  readonly files: number;
  readonly folders: number;
  readonly bytes: number;
  readonly newest: ArchivedObject | undefined;
  /** Objects whose metadata was read. */
  readonly looked: number;
  /** Of these, keys without any metadata of DataSync: named as far as there is room. */
  readonly bare: readonly string[];
}

const AT_ONCE = 16;
/** Objects whose metadata is read when the command line does not say how many. */
const DEFAULT_LOOKS = 100;
/** Most keys that are named. */
const MOST_NAMED = 1000;

/** Lists an archive and reads the metadata of a sample of its objects, or of all. Memory stays flat. */
export async function takeCensus(
  connections: Connections,
  archive: ArchiveLocation,
  depth: Depth,
  signal?: AbortSignal,
): Promise<ArchiveCensus> {
  const totals = { files: 0, folders: 0, bytes: 0, looked: 0 };
  let newest: ArchivedObject | undefined;
  const bare: string[] = [];
  const sample = new Sample<ArchivedObject>(
    depth.kind === 'sample' ? depth.size : DEFAULT_LOOKS,
    depth.kind === 'sample' ? depth.seed : '',
  );
  const listing = async function* (): AsyncGenerator<ArchivedObject> {
    for await (const object of listArchive(connections, archive, signal)) {
      if (object.key.endsWith('/')) totals.folders += 1;
      else totals.files += 1;
      totals.bytes += object.size;
      if (newest === undefined || object.storedAt > newest.storedAt) newest = object;
      if (depth.kind === 'full') yield object;
      else sample.offer(object.key, object);
    }
    yield* sample.items();
  };
  const look = async (object: ArchivedObject): Promise<void> => {
    const user = await readMetadata(connections, archive, object.key, signal);
    if (user === undefined) return;
    totals.looked += 1;
    if (readPosixMetadata(user).isBare && bare.length < MOST_NAMED) bare.push(object.key);
  };
  for await (const outcome of pooled(listing(), AT_ONCE, look, signal)) if (!outcome.ok) throw outcome.error;
  return { ...totals, newest, bare: bare.sort() };
}
