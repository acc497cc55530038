import type { ItemOutcome, RunItem, VersionRef } from './journal';

/** The content that a key has now; undefined: none. */
export interface CurrentContent {
  readonly versionId: string | undefined;
  readonly etag: string;
  readonly size: number;
  /** Which of a run's versions it is a copy of, where ETags do not tell. */
  readonly copyOf?: 'before' | 'source' | undefined;
}

/** What undoing does about one key. */
export type UndoStep =
  | { readonly kind: 'undo'; readonly item: RunItem }
  | { readonly kind: 'unchanged'; readonly key: string; readonly reason: string }
  | { readonly kind: 'left'; readonly key: string; readonly reason: string };

/**
 * What brings a key back to what it was before a run. Only what the run did is undone: a key that somebody has changed
 * since is left. What is undone already is unchanged, so that an undo may be repeated.
 *
 * @param outcome what the journal says that became of it. Without one it may have been done, unnoted, and what is noted
 * as failed may have been done as well: an answer can be lost after S3 has carried its call out. The content decides then
 */
export function undoStep(
  { key, action, source, before }: RunItem,
  outcome: ItemOutcome | undefined,
  current: CurrentContent | undefined,
): UndoStep {
  if (isBack(before, current)) return { kind: 'unchanged', key, reason: 'it is what it was before' };
  if (!isOfRun(action, source, outcome?.wrote, current)) {
    const isDone = outcome === undefined || outcome.outcome === 'done';
    const reason = isDone
      ? 'it was changed since the restore'
      : 'it is neither what the run would have left nor what was before';
    return { kind: 'left', key, reason };
  }
  const undo = {
    key,
    ...(before === undefined ? { action: 'remove' as const } : { action: 'copy' as const, source: before }),
    before:
      current === undefined
        ? undefined
        : {
            ...(source ?? NO_CONTENT),
            versionId: current.versionId ?? 'null',
            etag: current.etag,
            size: current.size,
          },
    reason: before === undefined ? 'it was not there before' : 'what was there before',
  };
  return { kind: 'undo', item: undo };
}

const NO_CONTENT = { storageClass: 'STANDARD', lastModified: new Date(0).toISOString() };

/** Whether a key has the content that it had before the run: that version, or the same bytes. */
function isBack(before: VersionRef | undefined, current: CurrentContent | undefined): boolean {
  if (before === undefined || current === undefined) return before === undefined && current === undefined;
  if (current.versionId === before.versionId) return true;
  return current.copyOf === 'before' || (current.etag === before.etag && current.size === before.size);
}

/** Whether what is there is what the run left there. */
function isOfRun(
  action: RunItem['action'],
  source: VersionRef | undefined,
  wrote: string | undefined,
  current: CurrentContent | undefined,
): boolean {
  if (action === 'remove') return current === undefined;
  if (current === undefined) return false;
  if (wrote !== undefined) return current.versionId === wrote;
  return current.copyOf === 'source' || (current.etag === source?.etag && current.size === source.size);
}
