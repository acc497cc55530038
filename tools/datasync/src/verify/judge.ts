import type { TransferOptions } from '../model';
import type { ArchivedObject, SourceItem } from './item';
import type { ArchivedMetadata } from './metadata';

/**
 * What is wrong with one key.
 * - `missing`: in the source, not in the archive.
 * - `extra`: in the archive, not in the source, although the task removes what is deleted there.
 * - `different`: the archive has something else than the source, and no later change explains it.
 * - `stale`: the source changed after it was archived.
 * - `unreadable`: it could not be compared, for a reason that also keeps it out of the archive or from being restored.
 */
export type Verdict = 'missing' | 'extra' | 'different' | 'stale' | 'unreadable';

/** A verdict on one key, in words. */
export interface Finding {
  readonly verdict: Verdict;
  readonly key: string;
  readonly reason: string;
  /** It changed since the newest backup began, so the next run is still to take it. */
  readonly sinceBackup: boolean;
}

/** What judgement goes by. */
export interface Rules {
  readonly options: TransferOptions;
  /** When the newest backup began to look, nanoseconds since 1970; undefined without one. */
  readonly backupNs: bigint | undefined;
}

/** Judges a key that is only in the source. Pure. */
export function judgeMissing(source: SourceItem, rules: Rules): Finding {
  const sinceBackup = isSince(source, rules);
  const reason = sinceBackup
    ? 'not archived yet: it came after the newest backup began'
    : 'not in the archive';
  return { verdict: 'missing', key: source.key, reason, sinceBackup };
}

/**
 * Judges a key that is only in the archive. A task that keeps what was deleted leaves such objects on purpose:
 * undefined then. Pure.
 */
export function judgeExtra({ key }: ArchivedObject, { options }: Rules): Finding | undefined {
  if (options['PreserveDeletedFiles'] !== 'REMOVE') return undefined;
  return { verdict: 'extra', key, reason: 'not in the source', sinceBackup: false };
}

/**
 * Whether a listing alone leaves a question about two that have the same key: sizes differ, or the source was written
 * after the object was stored. Then the object's metadata decides. Pure.
 */
export function needsMetadata(source: SourceItem, object: ArchivedObject): boolean {
  if (source.kind === 'directory') return false;
  return source.size !== object.size || isWrittenAfter(source, object, 0);
}

/**
 * Judges two that have the same key, by sizes, times and, where it was read, the object's metadata; undefined when they
 * agree. A folder's being there is what counts: its times move with what happens in it. Pure.
 */
export function judgePair(
  source: SourceItem,
  object: ArchivedObject,
  archived: ArchivedMetadata | undefined,
  rules: Rules,
): Finding | undefined {
  const finding = (verdict: Verdict, reason: string): Finding => ({
    verdict,
    key: source.key,
    reason,
    sinceBackup: verdict === 'stale' && isSince(source, rules),
  });
  if (source.kind === 'directory') {
    return object.size === 0
      ? undefined
      : finding('different', `a folder, archived with ${object.size} bytes`);
  }
  if (isChangedAfter(source, object, archived)) {
    return finding('stale', `changed ${momentOf(source)}, archived ${object.storedAt.toISOString()}`);
  }
  if (archived?.kind !== undefined && archived.kind !== source.kind) {
    return finding('different', `a ${source.kind}, archived as a ${archived.kind}`);
  }
  if (source.size !== object.size) {
    return finding('different', `${source.size} bytes, archived with ${object.size}`);
  }
  const reason = archived && metadataDifference(source, archived, rules.options);
  return reason === undefined ? undefined : finding('different', reason);
}

/** Whether the source was changed after what is archived. The time that the object keeps counts, else when it was stored. */
function isChangedAfter(
  source: SourceItem,
  object: ArchivedObject,
  archived: ArchivedMetadata | undefined,
): boolean {
  const { mtimeNs } = source.metadata;
  if (mtimeNs === undefined) return false;
  return archived?.mtimeNs === undefined
    ? isWrittenAfter(source, object, S3_TIME_MS)
    : mtimeNs > archived.mtimeNs;
}

/** S3 tells when an object was stored in whole seconds, rounded down. */
const S3_TIME_MS = 1000;

function isWrittenAfter(
  { metadata: { mtimeNs } }: SourceItem,
  { storedAt }: ArchivedObject,
  leewayMs: number,
): boolean {
  return mtimeNs !== undefined && mtimeNs > BigInt(storedAt.getTime() + leewayMs) * 1_000_000n;
}

/** Metadata that the task preserves and that differs, in words. */
function metadataDifference(
  { metadata }: SourceItem,
  archived: ArchivedMetadata,
  options: TransferOptions,
): string | undefined {
  if (archived.isBare) return 'the object has none of the metadata that DataSync writes';
  const octal = (mode: number): string => mode.toString(8).padStart(4, '0');
  const { permissions, uid, gid, mtimeNs } = metadata;
  if (options['Mtime'] !== 'NONE' && archived.mtimeNs !== mtimeNs) return 'another modification time';
  if (options['Uid'] !== 'NONE' && archived.uid !== uid)
    return `owner ${uid}, archived ${archived.uid ?? 'none'}`;
  if (options['Gid'] !== 'NONE' && archived.gid !== gid)
    return `group ${gid}, archived ${archived.gid ?? 'none'}`;
  if (options['PosixPermissions'] !== 'NONE' && archived.permissions !== permissions) {
    const was = archived.permissions === undefined ? 'none' : octal(archived.permissions);
    return `permissions ${octal(permissions ?? 0)}, archived ${was}`;
  }
  return undefined;
}

function isSince({ changedNs }: SourceItem, { backupNs }: Rules): boolean {
  return backupNs === undefined || changedNs > backupNs;
}

function momentOf({ metadata: { mtimeNs = 0n } }: SourceItem): string {
  return new Date(Number(mtimeNs / 1_000_000n)).toISOString();
}
