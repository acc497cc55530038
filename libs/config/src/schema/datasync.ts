import { z } from 'zod';
import { awsSchedule, minutes } from './scalars';

/** S3 storage classes that DataSync can write (API_CreateLocationS3, S3StorageClass). */
export const DATASYNC_STORAGE_CLASSES = [
  'STANDARD',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_INSTANT_RETRIEVAL',
  'GLACIER',
  'DEEP_ARCHIVE',
] as const;

const pattern = z
  .string()
  .regex(
    /^(\/|\*)[^|]*$/,
    'is not a DataSync pattern; start it with / or *, one pattern per entry, without |',
  );

/** The DataSync task's schedule and options (https://docs.aws.amazon.com/datasync/latest/userguide/API_Options.html). */
export const datasyncSchema = z
  .strictObject({
    schedule: awsSchedule(
      'When the task runs: rate(…) or cron(…), UTC. Derived when not stated: from the RPO.',
    ).optional(),
    expectedDurationMinutes: minutes(
      1,
      'How long a usual run takes, minutes; counts against the RPO.',
    ).default(30),
    logLevel: z
      .enum(['TRANSFER', 'BASIC', 'OFF'])
      .default('TRANSFER')
      .describe('What the task logs: each file, errors, nothing.'),
    verifyMode: z
      .enum(['ONLY_FILES_TRANSFERRED', 'POINT_IN_TIME_CONSISTENT', 'NONE'])
      .default('ONLY_FILES_TRANSFERRED')
      .describe('What is verified after a transfer.'),
    preserveDeletedFiles: z
      .enum(['PRESERVE', 'REMOVE'])
      .default('PRESERVE')
      .describe('What happens in the bucket to files deleted from the share.'),
    overwriteMode: z
      .enum(['ALWAYS', 'NEVER'])
      .default('ALWAYS')
      .describe('Whether a changed file replaces the object.'),
    transferMode: z
      .enum(['CHANGED', 'ALL'])
      .default('CHANGED')
      .describe('Whether only changed files are transferred.'),
    bytesPerSecond: z
      .int()
      .min(-1)
      .refine(
        (value) => value !== 0,
        'would transfer nothing; set -1 for no limit, or bytes per second above 0',
      )
      .default(-1)
      .describe('Bandwidth limit, bytes per second; -1 is none.'),
    include: z.array(pattern).default([]).describe('Patterns of what is transferred; empty is all.'),
    exclude: z.array(pattern).default([]).describe('Patterns of what is left out.'),
    storageClass: z
      .enum(DATASYNC_STORAGE_CLASSES)
      .default('STANDARD')
      .describe('Storage class that objects are written with.'),
  })
  .prefault({})
  .describe('The DataSync task from the share to the archive bucket.');
