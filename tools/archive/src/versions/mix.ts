import { byUtf8 } from '../keys';
import type { ObjectVersion } from '../model';

/**
 * Puts versions and delete markers of one page, each in their own order, back into the order in which S3 listed them.
 *
 * Dates have no say in it: they go to the second, and a version that was uploaded in parts is dated by its beginning, so
 * that it may look older than what it lies on.
 *
 * @param order what each element of the answer was. Of a key whose elements are not in S3's order (apart from each other,
 * as where an answer lists all markers after all versions, or the latest one not first) it counts for nothing: there
 * dates decide, of one second the latest first, and a marker before a version. So they do where no order is known
 */
export function mixed(
  versions: readonly ObjectVersion[],
  markers: readonly ObjectVersion[],
  order: readonly ('version' | 'marker')[],
): ObjectVersion[] {
  if (markers.length === 0) return [...versions];
  const listed = inOrder(versions, markers, order);
  if (listed === undefined) return merged(versions, markers);
  const keys = keysOf(listed);
  const isAscending = keys.every(({ key }, at) => byUtf8(keys[at - 1]?.key ?? '', key) <= 0);
  const sorted = isAscending ? keys : keys.sort((one, other) => byUtf8(one.key, other.key));
  return sorted.flatMap(({ entries, isTorn }) =>
    isTorn || entries.some(({ isLatest }, at) => isLatest && at > 0)
      ? merged(
          entries.filter(({ isDeleteMarker }) => !isDeleteMarker),
          entries.filter(({ isDeleteMarker }) => isDeleteMarker),
        )
      : entries,
  );
}

/** What an answer holds of a key. */
interface ListedKey {
  readonly key: string;
  readonly entries: ObjectVersion[];
  /** Whether something of another key came in between. */
  isTorn: boolean;
}

function keysOf(listed: readonly ObjectVersion[]): ListedKey[] {
  const keys = new Map<string, ListedKey>();
  let last: ListedKey | undefined;
  for (const entry of listed) {
    const { key } = entry;
    const found = keys.get(key) ?? { key, entries: [], isTorn: false };
    if (found.entries.length > 0 && found !== last) found.isTorn = true;
    found.entries.push(entry);
    keys.set(key, (last = found));
  }
  return [...keys.values()];
}

function inOrder(
  versions: readonly ObjectVersion[],
  markers: readonly ObjectVersion[],
  order: readonly ('version' | 'marker')[],
): ObjectVersion[] | undefined {
  if (order.length !== versions.length + markers.length) return undefined;
  const left = { version: versions.values(), marker: markers.values() };
  return order.flatMap((kind) => left[kind].next().value ?? []);
}

function merged(versions: readonly ObjectVersion[], markers: readonly ObjectVersion[]): ObjectVersion[] {
  const result: ObjectVersion[] = [];
  let at = 0;
  for (const marker of markers) {
    for (let next = versions[at]; next !== undefined && isBefore(next, marker); next = versions[at]) {
      result.push(next);
      at += 1;
    }
    result.push(marker);
  }
  return [...result, ...versions.slice(at)];
}

function isBefore(version: ObjectVersion, marker: ObjectVersion): boolean {
  const byKey = byUtf8(version.key, marker.key);
  if (byKey !== 0) return byKey < 0;
  if (version.isLatest !== marker.isLatest) return version.isLatest;
  return version.lastModified > marker.lastModified;
}
