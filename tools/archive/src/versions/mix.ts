import { byUtf8 } from '../keys';
import type { ObjectVersion } from '../model';

/**
 * Puts versions and delete markers of one page, each in their own order, back into the order in which S3 listed them.
 *
 * @param order what each element of the answer was. An answer that cannot be in S3's order (one that lists all markers
 * after all versions) counts for nothing; then keys and dates decide, of one second the latest first, and a marker
 * before a version
 */
export function mixed(
  versions: readonly ObjectVersion[],
  markers: readonly ObjectVersion[],
  order: readonly ('version' | 'marker')[],
): ObjectVersion[] {
  if (markers.length === 0) return [...versions];
  const listed = inOrder(versions, markers, order);
  return listed?.every((entry, at) => mayFollow(listed[at - 1], entry)) ? listed : merged(versions, markers);
}

function mayFollow(before: ObjectVersion | undefined, entry: ObjectVersion): boolean {
  if (before === undefined) return true;
  const byKey = byUtf8(before.key, entry.key);
  if (byKey !== 0) return byKey < 0;
  // A marker is dated when it is stored, so nothing beneath it lies later.
  return !entry.isLatest && !(entry.isDeleteMarker && entry.lastModified > before.lastModified);
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
