import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** The names of a directory. */
export interface Directory {
  /** Those that are UTF-8. */
  readonly entries: readonly Pick<Dirent, 'name' | 'isDirectory' | 'isSymbolicLink'>[];
  /** Those that are not, with stand-ins for the bytes that are none, see `named`; of directories with a slash at the end. */
  readonly unfit: ReadonlySet<string>;
}

/** Node.js puts it in the place of bytes that are no UTF-8, so that several names become one. */
const REPLACEMENT = '\uFFFD';
/** Byte b stands in a text as this plus b: a surrogate without its pair, which no UTF-8 and so no key of S3 can hold. */
const STAND_IN = 0xdc00;
const STAND_INS = /[\uDC80-\uDCFF]/gu;
const NONE: ReadonlySet<string> = new Set();

/**
 * Reads a directory. Names are read as text, and once more as bytes only where that has lost some.
 *
 * @throws Error of the file system
 */
export async function readDirectory(path: string): Promise<Directory> {
  const entries = await readdir(path, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACEMENT))) return { entries, unfit: NONE };
  const raw = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
  const fit = raw.filter(({ name }) => isUtf8(name));
  const unfit = raw.filter(({ name }) => !isUtf8(name));
  return {
    entries: fit.map((entry) => ({
      name: entry.name.toString(),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    })),
    unfit: new Set(unfit.map((entry) => named(entry.name) + (entry.isDirectory() ? '/' : ''))),
  };
}

/** A name as text, in which no two names are alike: each byte that is no UTF-8 becomes a stand-in. */
function named(name: Buffer): string {
  let text = '';
  for (let at = 0; at < name.length;) {
    const length = [1, 2, 3, 4].find((bytes) => isUtf8(name.subarray(at, at + bytes)));
    text += length ? name.toString('utf8', at, at + length) : String.fromCharCode(STAND_IN + (name[at] ?? 0));
    at += length ?? 1;
  }
  return text;
}

/** A path for people: stand-ins as the bytes that they stand for, such as `M\xFCller.txt`. */
export function withBytesShown(path: string): string {
  return path.replace(
    STAND_INS,
    (unit) => `\\x${(unit.charCodeAt(0) - STAND_IN).toString(16).toUpperCase()}`,
  );
}
