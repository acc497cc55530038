/**
 * Compares two texts by their UTF-8 bytes, which is the order of S3's listings ("in lexicographical order based on
 * their key names", https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). JavaScript compares by
 * UTF-16 units, which differs: a character beyond U+FFFF is a pair of surrogates (D800–DFFF) there, and sorts before
 * U+E000–U+FFFF, while its bytes sort after theirs.
 *
 * @returns negative, 0 or positive
 */
export function byUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const a = one.charCodeAt(at);
    const b = other.charCodeAt(at);
    if (a !== b) return inUtf8Order(a) - inUtf8Order(b);
  }
  return one.length - other.length;
}

/** Moves surrogates above all other units, and what is above them down. */
function inUtf8Order(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** Longest key, bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const MAX_KEY_BYTES = 1024;
/** Longest name of a file and longest path, bytes, of Linux's file systems: NAME_MAX and PATH_MAX of limits.h. */
export const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 4095;

/** Why S3 cannot hold a key; undefined where it can. As the rest of a sentence: `its key would have 1100 bytes, …` */
export function keyFault(key: string): string | undefined {
  const bytes = Buffer.byteLength(key);
  if (bytes > MAX_KEY_BYTES) return `its key would have ${bytes} bytes, and S3 takes ${MAX_KEY_BYTES}`;
  return undefined;
}

/**
 * Why a file system cannot hold a file of this path (parts with `/` between them, as after the prefix of a key);
 * undefined where it can. Such keys are reported, never changed into something else.
 *
 * @param root absolute path of the directory, for the length
 */
export function pathFault(path: string, root = ''): string | undefined {
  const parts = path.split('/');
  if (path.includes('\0')) return 'its name holds a null character, which ends the names of files';
  if (parts.includes(''))
    return 'an empty name stands between two of its slashes, at its begin or at its end';
  const dots = parts.find((part) => part === '.' || part === '..');
  if (dots !== undefined) return `a part of its name is ${dots}, which is no name of a file but a direction`;
  const long = parts.find((part) => Buffer.byteLength(part) > MAX_NAME_BYTES);
  if (long !== undefined)
    return `a part of its name has ${Buffer.byteLength(long)} bytes, and file systems take ${MAX_NAME_BYTES}`;
  const bytes = Buffer.byteLength(`${root}/${path}`);
  return bytes > MAX_PATH_BYTES
    ? `its path would have ${bytes} bytes, and Linux takes ${MAX_PATH_BYTES}`
    : undefined;
}

/** Whether a key stands for a folder rather than for a file: consoles make such empty objects. */
export function isFolderMarker(key: string, size: number): boolean {
  return size === 0 && (key === '' || key.endsWith('/'));
}
