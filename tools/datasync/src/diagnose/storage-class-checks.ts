import type { TaskRecord } from '../model';
import { type Check, deploy, given, line } from './check';
import type { BucketSettings, S3Location } from './evidence';

/** Classes whose objects must be restored before they can be read; the rest can be read at once. */
const SLEEPING: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * Days that are billed however soon an object is deleted or overwritten, by the names of S3 and of DataSync.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
 */
const LEAST_DAYS: Readonly<Record<string, number>> = {
  STANDARD_IA: 30,
  ONEZONE_IA: 30,
  GLACIER_IR: 90,
  GLACIER_INSTANT_RETRIEVAL: 90,
  GLACIER: 90,
  DEEP_ARCHIVE: 180,
};

/** Whether the options suit the classes that objects are written to, and those that the lifecycle moves them to. */
export function storageClassChecks(
  { laterClasses }: BucketSettings,
  { storageClass }: S3Location,
  { options }: TaskRecord,
): Check[] {
  const verification = line('archive', 'verification suits the storage classes');
  const deletion = line('archive', 'deletion suits the storage classes');
  return [
    ...given(verification, laterClasses, (later) => {
      const classes = [...new Set([storageClass, ...later])];
      const sleeping = classes.filter((name) => SLEEPING.has(name));
      const mode = options['VerifyMode'] ?? 'POINT_IN_TIME_CONSISTENT';
      return [
        mode === 'POINT_IN_TIME_CONSISTENT' && sleeping.length > 0
          ? verification.fail(
              `VerifyMode ${mode} reads all that is archived, and ${sleeping.join(', ')} cannot be read without a restore`,
              `Set backup.datasync.verifyMode to ONLY_FILES_TRANSFERRED. ${deploy('backup')}`,
            )
          : verification.pass(`VerifyMode ${mode} with ${classes.join(', ')}`),
        deletionCheck(options, classes, deletion),
      ];
    }),
  ];
}

function deletionCheck(
  options: TaskRecord['options'],
  classes: readonly string[],
  about: ReturnType<typeof line>,
): Check {
  const mode = options['PreserveDeletedFiles'] ?? 'PRESERVE';
  const billed = classes.flatMap((name) => {
    const days = LEAST_DAYS[name];
    return days === undefined ? [] : [`${name} (${days} days)`];
  });
  return mode === 'REMOVE' && billed.length > 0
    ? about.warn(
        `PreserveDeletedFiles is REMOVE, and these classes are billed for a least time however soon objects go: ${billed.join(', ')}`,
        'Set backup.datasync.preserveDeletedFiles to PRESERVE, or accept the cost: versions that are removed early are billed to the end of it.',
      )
    : about.pass(`PreserveDeletedFiles ${mode} with ${classes.join(', ')}`);
}
