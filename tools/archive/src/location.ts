import { isAbsolute, resolve } from 'node:path';
import type { EnvironmentConfig } from '@strata/config';
import { readOutputs } from '@strata/state-tool';
import { BadLocationError } from './errors';

/** A directory of this machine. */
export interface DirectoryLocation {
  readonly kind: 'directory';
  /** Absolute. */
  readonly path: string;
}

/** A bucket, or what in it begins with some characters. */
export interface BucketLocation {
  readonly kind: 'bucket';
  readonly bucket: string;
  /** As it was written: `''`, `reports`, `reports/`, `reports/2026.csv`. See `folderPrefix`. */
  readonly prefix: string;
}

/** Where a command reads or writes. */
export type Location = DirectoryLocation | BucketLocation;

/** The archive bucket of the environment, by its storage layer. */
interface ArchiveLocation {
  readonly kind: 'archive';
  readonly prefix: string;
}

/** General purpose buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?![.-]))*[a-z0-9]$/;

/**
 * Reads a location: `s3://bucket/prefix`, `archive:prefix` for the environment's archive bucket, anything else is a
 * directory.
 *
 * @throws BadLocationError
 */
export function parseLocation(text: string, from = process.cwd()): Location | ArchiveLocation {
  if (text === '') throw new BadLocationError(text, 'it is empty');
  const archive = /^archive:\/*(.*)$/s.exec(text);
  if (archive) return { kind: 'archive', prefix: archive[1] ?? '' };
  const bucket = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(text);
  if (bucket) {
    const [, name = '', prefix = ''] = bucket;
    if (name.length < 3 || name.length > 63 || !BUCKET_NAME.test(name))
      throw new BadLocationError(text, `${JSON.stringify(name)} is no name of a bucket`);
    return { kind: 'bucket', bucket: name, prefix };
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text);
  if (scheme) throw new BadLocationError(text, `${scheme[1]} is no scheme that is known here`);
  return { kind: 'directory', path: isAbsolute(text) ? resolve(text) : resolve(from, text) };
}

/**
 * The same with `archive:` resolved: the archive bucket is read from the outputs of the storage layer.
 *
 * @throws BadLocationError, and what `readOutputs` throws where the layer is not deployed
 */
export async function resolveLocation(text: string, environment: EnvironmentConfig): Promise<Location> {
  const location = parseLocation(text);
  if (location.kind !== 'archive') return location;
  const { storage } = await readOutputs(environment, ['storage']);
  return { kind: 'bucket', bucket: storage.archiveBucketName, prefix: location.prefix };
}

/**
 * The prefix of keys that lie in a folder: `reports` and `reports/` both mean `reports/`, so that `reports` never
 * touches `reports-old/`. The whole bucket stays `''`.
 */
export function folderPrefix({ prefix }: Pick<BucketLocation, 'prefix'>): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

/** A location as it is shown: `s3://bucket/prefix`, or the directory's path. */
export function locationText(location: Location): string {
  return location.kind === 'directory' ? location.path : `s3://${location.bucket}/${location.prefix}`;
}
