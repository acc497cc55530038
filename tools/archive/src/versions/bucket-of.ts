import type { EnvironmentConfig } from '@strata/config';
import { BucketNeededError } from '../errors';
import { type BucketLocation, resolveLocation } from '../location';

/** The archive bucket of the environment: where commands work that are told nothing else. */
export const ARCHIVE = 'archive:';

/** A place in a bucket. @throws BucketNeededError for a directory, and what `resolveLocation` throws */
export async function bucketOf(text: string, environment: EnvironmentConfig): Promise<BucketLocation> {
  const location = await resolveLocation(text, environment);
  if (location.kind === 'directory') throw new BucketNeededError(text);
  return location;
}
