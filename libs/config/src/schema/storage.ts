import { z } from 'zod';
import { days } from './scalars';

/** Storage classes that objects may pass through on their way to Deep Archive, in the order S3 allows. */
export const TRANSITION_CLASSES = [
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
] as const;

/** Fewest days before a Deep Archive transition: younger objects are still likely to be read or replaced. */
export const MIN_DEEP_ARCHIVE_DAYS = 30;

const transitionSchema = z.strictObject({
  afterDays: z.int().min(0).max(36_500).describe('Days after creation.'),
  storageClass: z.enum(TRANSITION_CLASSES).describe('Storage class from then on.'),
});

const lifecycleSchema = z
  .strictObject({
    deepArchiveAfterDays: z
      .int()
      .min(MIN_DEEP_ARCHIVE_DAYS)
      .max(36_500)
      .default(90)
      .describe('Days after which a current version moves to Glacier Deep Archive, 30 or more.'),
    noncurrentDeepArchiveAfterDays: z
      .int()
      .min(MIN_DEEP_ARCHIVE_DAYS)
      .max(36_500)
      .optional()
      .describe(
        'Days after which a noncurrent version moves to Glacier Deep Archive; never when not stated.',
      ),
    noncurrentRetentionDays: days(
      'Days that a noncurrent version is kept; at least backup.objectives.retentionDays.',
    ).default(365),
    noncurrentVersionsToKeep: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Newest noncurrent versions that are kept whatever their age.'),
    abortIncompleteUploadsAfterDays: days(
      'Days after which an unfinished multipart upload is removed.',
    ).default(7),
    transitions: z
      .array(transitionSchema)
      .default([])
      .describe('Further storage classes of current versions before Deep Archive.'),
  })
  .prefault({})
  .describe('What happens to objects with age.');

/** The storage layer: the archive bucket. */
export const storageSchema = z
  .strictObject({
    lifecycle: lifecycleSchema,
    accessLogRetentionDays: days('Days that the bucket’s access logs are kept.').default(90),
    forceDestroy: z
      .boolean()
      .default(false)
      .describe('Whether destroying the layer deletes a bucket that holds objects. Local AWS only.'),
  })
  .prefault({})
  .describe('The storage layer.');
