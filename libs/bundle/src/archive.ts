import { zipSync, type Zippable } from 'fflate';

/** The earliest time that ZIP knows. Its fields are local time, so it is given in local time: the same in every zone. */
const TIME = new Date(1980, 0, 1);

/** Unix, and a regular file that everyone may read: Lambda runs the code as another user than the one that unpacks it. */
const UNIX = 3;
const READABLE_FILE = (0o100644 << 16) >>> 0;

/** A ZIP archive that depends on nothing but names and contents: fixed times, rights and order. */
export function archive(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    entries[name] = [
      files[name] ?? new Uint8Array(),
      { mtime: TIME, level: 9, os: UNIX, attrs: READABLE_FILE },
    ];
  }
  return zipSync(entries);
}
