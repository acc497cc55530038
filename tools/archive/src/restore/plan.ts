import type { ObjectVersion } from '../model';
import { isOwnKey } from '../own-keys';
import { sameContent } from '../versions/same-content';
import { contentOf, type Doubt, type KeyTimeline, timelines } from '../versions/timeline';

/** What a key of the place that is restored to has: content, or nothing (a delete marker counts as nothing). */
export type Present = ObjectVersion | undefined;

/** What is done about one key. */
export type RestoreStep =
  /** The version is copied to the key. */
  | { readonly kind: 'copy'; readonly key: string; readonly source: ObjectVersion; readonly reason: string }
  /** A delete marker is put on the key; its versions stay. */
  | { readonly kind: 'remove'; readonly key: string; readonly reason: string }
  /** What is there is what was there. */
  | { readonly kind: 'unchanged'; readonly key: string; readonly reason: string }
  /** Left as it is, and why. */
  | { readonly kind: 'left'; readonly key: string; readonly reason: string };

/** A step, what the key has now, and why S3 may have had something else at that time. */
export type PlannedStep = RestoreStep & {
  /** What the step replaces: the newest version now, marker or content. Undefined in a place of its own. */
  readonly before: ObjectVersion | undefined;
  readonly doubt: Doubt | undefined;
};

/** How a restore is planned. */
export interface RestorePlanOptions {
  /** The moment to go back to. */
  readonly at: Date;
  /** Whether keys that were made since are removed. @default false */
  readonly mirror?: boolean | undefined;
}

/**
 * What brings a prefix back, in place, to how it was: one step per key, in key order, streaming. Keys that did not
 * exist then and do not exist now have no step, and so have Strata's own.
 */
export async function* planRestore(
  versions: AsyncIterable<ObjectVersion>,
  { at, mirror = false }: RestorePlanOptions,
): AsyncGenerator<PlannedStep, void, undefined> {
  for await (const timeline of timelines(versions, [at])) {
    if (isOwnKey(timeline.key)) continue;
    const step = stepOf(timeline, mirror);
    if (step === undefined) continue;
    yield { ...step, before: timeline.latest, doubt: timeline.moments[0]?.doubt };
  }
}

/** What a key held at a moment, and why S3 may have had something else. */
export interface TreeEntry {
  readonly version: ObjectVersion;
  readonly doubt: Doubt | undefined;
}

/** The tree as it was, for restoring it to another place: the content of each key then, in key order, streaming. */
export async function* treeAt(
  versions: AsyncIterable<ObjectVersion>,
  at: Date,
): AsyncGenerator<TreeEntry, void, undefined> {
  for await (const { key, moments } of timelines(versions, [at])) {
    const version = contentOf(moments[0]?.version);
    if (version !== undefined && !isOwnKey(key)) {
      yield { version, doubt: moments[0]?.doubt };
    }
  }
}

function stepOf({ key, latest, moments }: KeyTimeline, mirror: boolean): RestoreStep | undefined {
  const moment = moments[0];
  const then = contentOf(moment?.version);
  const now = contentOf(latest);
  if (then === undefined) {
    if (now === undefined) return undefined;
    const since = `not there then; written ${day(latest.lastModified)}`;
    if (!mirror) return { kind: 'left', key, reason: since };
    if (moment?.doubt !== undefined) {
      const reason = 'not removed: a null version that was overwritten since may have been there';
      return { kind: 'left', key, reason };
    }
    return { kind: 'remove', key, reason: since };
  }
  if (now === undefined) {
    return { kind: 'copy', key, source: then, reason: `deleted ${day(latest.lastModified)}` };
  }
  if (then.versionId === now.versionId) return { kind: 'unchanged', key, reason: 'same version' };
  if (sameContent(then, now)) return { kind: 'unchanged', key, reason: 'same ETag and size' };
  return { kind: 'copy', key, source: then, reason: `overwritten ${day(latest.lastModified)}` };
}

function day(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
