import { z } from 'zod';
import { datasyncSchema } from './datasync';
import { awsSchedule, days, email, logRetentionDays, minutes, tagSelector } from './scalars';
import { snapshotsSchema } from './snapshots';

/** Days that a recovery point must stay in AWS Backup's cold storage (API_Lifecycle). */
export const COLD_STORAGE_MIN_DAYS = 90;

/**
 * Hours for which AWS remembers a run of DataSync: 30 days. An older backup could not be told from none.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/datasync-limits.html (task execution history)
 */
const MOST_RPO_HOURS = 720;

const objectivesSchema = z
  .strictObject({
    rpoHours: z
      .number()
      .positive()
      .max(MOST_RPO_HOURS)
      .describe('Recovery point objective: most hours of work that may be lost.'),
    rtoHours: z
      .number()
      .positive()
      .max(744)
      .describe('Recovery time objective: most hours until data is back.'),
    retentionDays: days('Days for which every backup can be gone back to.'),
  })
  .describe('What the backups must achieve; schedules and retention are derived from it.');

const notificationsSchema = z
  .strictObject({
    topicName: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,256}$/, 'is not a topic name; write letters, digits, hyphens and underscores')
      .default('datasync-task-notifications')
      .describe('Name of the SNS topic.'),
    emails: z.array(email()).default([]).describe('Addresses that are told of each run.'),
  })
  .prefault({})
  .describe('Who is told.');

const vaultLockSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'governance', 'compliance'])
      .default('governance')
      .describe(
        'Whether the vault refuses to delete and to shorten: who may remove the lock may (governance), or nobody (compliance).',
      ),
    minRetentionDays: days(
      'Least days that a recovery point must be kept. Derived when not stated: retentionDays.',
    ).optional(),
    maxRetentionDays: days('Most days that one may be kept; no limit when not stated.').optional(),
    changeableForDays: z
      .int()
      .min(3)
      .max(36_500)
      .default(30)
      .describe('Days during which a compliance lock can still be removed, 3 or more.'),
    unsafeComplianceLock: z
      .boolean()
      .default(false)
      .describe(
        'Must be true for compliance: from then on nobody, AWS included, deletes a recovery point or the vault before its time.',
      ),
  })
  .prefault({})
  .describe('AWS Backup Vault Lock.');

const restoreTestingSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether AWS Backup restores the newest recovery point now and then, to prove that it can.'),
    schedule: awsSchedule('When a test restores: cron(…), UTC.').default('cron(0 6 1 * ? *)'),
    startWindowHours: z.int().min(1).max(168).default(24).describe('Hours within which a test must start.'),
    validationWindowHours: z
      .int()
      .min(1)
      .max(168)
      .default(1)
      .describe('Hours that what was restored stays to be looked at, before it is deleted.'),
  })
  .prefault({})
  .describe('AWS Backup restore testing.');

const awsBackupSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether AWS Backup protects EFS and EBS as well.'),
    schedule: awsSchedule(
      'When backups start: cron(…), UTC. Derived when not stated: from the RPO.',
    ).optional(),
    expectedDurationMinutes: minutes(
      1,
      'How long a usual backup job takes, minutes; counts against the RPO.',
    ).default(30),
    deleteAfterDays: days(
      'Days after which a recovery point is deleted. Derived when not stated: from retentionDays.',
    ).optional(),
    coldStorageAfterDays: days(
      'Days after which a recovery point moves to cold storage; never when not stated.',
    ).optional(),
    startWindowMinutes: minutes(60, 'Minutes within which a job must start, 60 or more.').default(60),
    completionWindowMinutes: minutes(
      120,
      'Minutes within which a job must complete, start window plus 60 or more.',
    ).default(180),
    selectionTag: tagSelector(
      'strata:backup',
      'true',
      'The tag of file systems and volumes that are backed up.',
    ),
    vaultLock: vaultLockSchema,
    restoreTesting: restoreTestingSchema,
  })
  .prefault({})
  .describe('AWS Backup vault and plan.');

/** The backup layer: objectives and what is to meet them. */
export const backupSchema = z
  .strictObject({
    objectives: objectivesSchema,
    datasync: datasyncSchema,
    snapshots: snapshotsSchema,
    notifications: notificationsSchema,
    logRetentionDays: logRetentionDays('Days that DataSync’s and the event log groups are kept.').default(30),
    awsBackup: awsBackupSchema,
  })
  .describe('The backup layer.');
