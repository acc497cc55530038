import type { ObjectVersion } from '../model';

/** The second that test histories begin with. */
const BEGIN = Date.UTC(2026, 0, 1);

/** A moment so many seconds after the begin of test histories. */
export function second(seconds: number): Date {
  return new Date(BEGIN + seconds * 1000);
}

/** Facts of a version that matter to a test. */
export interface VersionFacts extends Partial<Omit<ObjectVersion, 'lastModified'>> {
  /** Seconds after the begin. */
  readonly at: number;
}

/** A version of key `a` unless told otherwise; its bytes are told apart by its id. */
export function aVersion({ at, ...facts }: VersionFacts): ObjectVersion {
  const versionId = facts.versionId ?? `v${at}`;
  return {
    key: 'a',
    versionId,
    isLatest: false,
    isDeleteMarker: false,
    size: 1,
    lastModified: second(at),
    etag: `etag-${versionId}`,
    storageClass: 'STANDARD',
    ...facts,
  };
}

/** A delete marker. */
export function aMarker(facts: VersionFacts): ObjectVersion {
  return aVersion({ versionId: `m${facts.at}`, size: 0, etag: '', isDeleteMarker: true, ...facts });
}

/** A listing of these, as it comes. */
export async function* listing(
  versions: Iterable<ObjectVersion>,
): AsyncGenerator<ObjectVersion, void, undefined> {
  yield* versions;
}

/** All that a stream yields. */
export async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
