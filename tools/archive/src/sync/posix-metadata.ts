import type { FileEntry } from '../model';

/**
 * Names and forms of user metadata that AWS DataSync, File Gateway and FSx for Lustre read and write, so that each
 * sees the others' times: https://docs.aws.amazon.com/datasync/latest/userguide/metadata-copied.html and
 * https://docs.aws.amazon.com/fsx/latest/LustreGuide/posix-metadata-support.html
 */
const MTIME = 'file-mtime';
const MODE = 'file-permissions';
const TYPE_MASK = 0o170000;
const LINK = 0o120000;

/** What is kept of a file with its object: when it was last changed, and whether it is a link. */
export function fileMetadata({ kind, mtimeNs }: Pick<FileEntry, 'kind' | 'mtimeNs'>): Record<string, string> {
  return {
    [MTIME]: `${mtimeNs}ns`,
    ...(kind === 'link' ? { [MODE]: `0${(LINK | 0o777).toString(8)}` } : {}),
  };
}

/** When the content was last changed, nanoseconds since 1970; undefined where the metadata do not say, or not well. */
export function mtimeOf(metadata: Readonly<Record<string, string>>): bigint | undefined {
  const match = /^(-?\d{1,19})ns$/.exec(metadata[MTIME] ?? '');
  return match?.[1] === undefined ? undefined : BigInt(match[1]);
}

/** Whether the object is a symbolic link, its content the link's target. */
export function isLink(metadata: Readonly<Record<string, string>>): boolean {
  const mode = metadata[MODE] ?? '';
  return /^[0-7]{1,7}$/.test(mode) && (Number.parseInt(mode, 8) & TYPE_MASK) === LINK;
}
