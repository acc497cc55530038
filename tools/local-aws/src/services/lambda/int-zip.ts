import { strToU8, zipSync } from 'fflate';

/** A function's zip from its files' texts, the same for the same files. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries), { mtime: new Date('2020-01-01T00:00:00Z') }));
}
