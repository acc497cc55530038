import type { ItemKind, PosixMetadata } from './item';

/** POSIX metadata as an object carries it, and what it is of, if that is known. */
export interface ArchivedMetadata extends PosixMetadata {
  readonly kind: ItemKind | undefined;
  /** Nothing of what DataSync writes is there: something else wrote the object, or rewrote it without. */
  readonly isBare: boolean;
}

const TYPES: Readonly<Record<number, ItemKind>> = {
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symlink',
};

/**
 * Reads the user metadata that DataSync writes: `file-permissions` is `st_mode` in octal with its type bits,
 * `file-mtime` nanoseconds with `ns` at the end, else milliseconds.
 * Sources: https://docs.aws.amazon.com/datasync/latest/userguide/metadata-copied.html,
 * https://docs.aws.amazon.com/fsx/latest/LustreGuide/posix-metadata-support.html
 */
export function readPosixMetadata(user: Readonly<Record<string, string>>): ArchivedMetadata {
  const mode = integer(user['file-permissions'], 8);
  const mtimeNs = time(user['file-mtime']);
  const uid = integer(user['file-owner'], 10);
  const gid = integer(user['file-group'], 10);
  return {
    kind: mode === undefined ? undefined : TYPES[mode & 0o170000],
    isBare: [mode, mtimeNs, uid, gid].every((value) => value === undefined),
    ...(mode === undefined ? {} : { permissions: mode & 0o7777 }),
    ...(mtimeNs === undefined ? {} : { mtimeNs }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  };
}

function integer(text: string | undefined, radix: 8 | 10): number | undefined {
  const form = radix === 8 ? /^[0-7]{1,7}$/ : /^\d{1,10}$/;
  return text !== undefined && form.test(text) ? Number.parseInt(text, radix) : undefined;
}

function time(text: string | undefined): bigint | undefined {
  const [, digits, unit] = /^(-?\d{1,19})(ns)?$/.exec(text ?? '') ?? [];
  if (digits === undefined) return undefined;
  return unit === 'ns' ? BigInt(digits) : BigInt(digits) * 1_000_000n;
}
