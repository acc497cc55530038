import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** What an archive was made of, kept beside it: as long as nothing of it changes, neither does the archive. */
export interface BundleRecord {
  /** What decides the code beside the sources: tool, options, entry. */
  readonly recipe: string;
  /** SHA-256 of every input by its path, hexadecimal. */
  readonly inputs: Readonly<Record<string, string>>;
  /** SHA-256 of the archive, base64. */
  readonly archive: string;
}

/** SHA-256 of data. */
export function sha256(data: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(data).digest(encoding);
}

/** The record of an archive that was just made. */
export function recordOf(recipe: string, inputs: readonly string[], archive: Uint8Array): BundleRecord {
  const hashes = inputs.map((input) => [input, sha256(readFileSync(input), 'hex')]);
  return { recipe, inputs: Object.fromEntries(hashes), archive: sha256(archive, 'base64') };
}

/** The archive at `zipPath`, when it is whole and would be made the same today; else undefined. */
export function upToDate(recordPath: string, zipPath: string, recipe: string): Uint8Array | undefined {
  if (!existsSync(recordPath) || !existsSync(zipPath)) return undefined;
  const record = readRecord(recordPath);
  if (record?.recipe !== recipe) return undefined;
  const archive = readFileSync(zipPath);
  const same = Object.entries(record.inputs).every(
    ([input, hash]) => existsSync(input) && sha256(readFileSync(input), 'hex') === hash,
  );
  return same && sha256(archive, 'base64') === record.archive ? archive : undefined;
}

/** A record that cannot be read is one of an interrupted run or of another version: none. */
function readRecord(path: string): BundleRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<BundleRecord>;
    return record.inputs === undefined ? undefined : (record as BundleRecord);
  } catch {
    return undefined;
  }
}
