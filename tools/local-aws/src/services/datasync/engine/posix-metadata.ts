import type { Entry, EntryKind, PosixMetadata } from './entry';

const FILE_TYPE: Readonly<Record<EntryKind, number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
};
const TYPE_MASK = 0o170000;
const PERMISSION_MASK = 0o7777;

/** Which metadata an execution's options preserve. */
export interface Preserve {
  readonly times: boolean;
  readonly uid: boolean;
  readonly gid: boolean;
  readonly permissions: boolean;
}

/**
 * POSIX metadata as S3 user metadata, in the form that File Gateway and FSx for Lustre read:
 * `file-permissions` is `st_mode` in octal with its type bits, times are nanoseconds with an `ns` suffix.
 * Sources: https://docs.aws.amazon.com/datasync/latest/userguide/metadata-copied.html (what is copied, and that it
 * is interoperable), https://docs.aws.amazon.com/fsx/latest/LustreGuide/posix-metadata-support.html (the form).
 */
export function toUserMetadata(entry: Entry, preserve: Preserve): Record<string, string> {
  const { mtimeNs, atimeNs, permissions, uid, gid } = entry.metadata;
  const mode = FILE_TYPE[entry.kind] | (permissions ?? 0);
  const metadata: Record<string, string> = { 'user-agent': 'aws-datasync' };
  // A symbolic link is known by its type bits alone, so these are written whatever the options say.
  if (preserve.permissions || entry.kind === 'symlink') metadata['file-permissions'] = `0${mode.toString(8)}`;
  if (preserve.uid && uid !== undefined) metadata['file-owner'] = String(uid);
  if (preserve.gid && gid !== undefined) metadata['file-group'] = String(gid);
  if (preserve.times && mtimeNs !== undefined) metadata['file-mtime'] = `${mtimeNs}ns`;
  if (preserve.times && atimeNs !== undefined) metadata['file-atime'] = `${atimeNs}ns`;
  return metadata;
}

/** Reads user metadata back; whatever is missing or malformed is left out. */
export function fromUserMetadata(
  metadata: Readonly<Record<string, string>>,
): PosixMetadata & { kind?: EntryKind } {
  const mode = number(metadata['file-permissions'], 8);
  const kind = (Object.keys(FILE_TYPE) as EntryKind[]).find(
    (name) => mode !== undefined && (mode & TYPE_MASK) === FILE_TYPE[name],
  );
  const mtimeNs = nanoseconds(metadata['file-mtime']);
  const atimeNs = nanoseconds(metadata['file-atime']);
  const uid = number(metadata['file-owner'], 10);
  const gid = number(metadata['file-group'], 10);
  return {
    ...(mode === undefined ? {} : { permissions: mode & PERMISSION_MASK }),
    ...(kind === undefined ? {} : { kind }),
    ...(mtimeNs === undefined ? {} : { mtimeNs }),
    ...(atimeNs === undefined ? {} : { atimeNs }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  };
}

function number(text: string | undefined, radix: 8 | 10): number | undefined {
  const shape = radix === 8 ? /^[0-7]{1,7}$/ : /^\d{1,10}$/;
  return text !== undefined && shape.test(text) ? Number.parseInt(text, radix) : undefined;
}

function nanoseconds(text: string | undefined): bigint | undefined {
  const match = /^(-?\d{1,19})ns$/.exec(text ?? '');
  return match?.[1] === undefined ? undefined : BigInt(match[1]);
}
