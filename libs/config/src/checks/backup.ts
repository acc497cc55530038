import { COLD_STORAGE_MIN_DAYS } from '../schema/backup';
import type { Check } from './check';

/**
 * Hours that a standard retrieval from Glacier Deep Archive takes at most; bulk takes 48
 * (S3 User Guide, "Understanding archive retrieval options").
 */
export const DEEP_ARCHIVE_RETRIEVAL_HOURS = 12;

/** Least minutes by which AWS Backup's completion window must exceed its start window. */
const WINDOW_MARGIN_MINUTES = 60;

/** Storage classes that DataSync cannot read back to verify everything (DataSync User Guide, "VerifyMode"). */
const GLACIER_CLASSES: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

/** Checks of the DataSync options, AWS Backup and the recovery time. */
export const backupChecks: readonly Check[] = [
  function* deletingNeedsComparing({ backup: { datasync } }) {
    if (datasync.preserveDeletedFiles === 'REMOVE' && datasync.transferMode === 'ALL') {
      yield {
        path: 'backup.datasync.preserveDeletedFiles',
        message:
          'REMOVE does not go with transferMode ALL, which does not look at the destination; set transferMode CHANGED, or PRESERVE',
      };
    }
  },

  function* glacierCannotBeReadBack({ backup: { datasync } }) {
    if (
      datasync.verifyMode === 'POINT_IN_TIME_CONSISTENT' &&
      GLACIER_CLASSES.includes(datasync.storageClass)
    ) {
      yield {
        path: 'backup.datasync.verifyMode',
        message: `POINT_IN_TIME_CONSISTENT reads the destination back, which storage class ${datasync.storageClass} does not allow; set ONLY_FILES_TRANSFERRED`,
      };
    }
  },

  // A file that nobody changes is a current version in Deep Archive from deepArchiveAfterDays on, whatever the
  // retention. So a shorter RTO needs a second, warm copy of everything: AWS Backup's latest recovery point.
  function* warmCopyForAShortRecovery({ backup: { objectives, awsBackup }, storage: { lifecycle } }) {
    if (objectives.rtoHours < DEEP_ARCHIVE_RETRIEVAL_HOURS && !awsBackup.enabled) {
      yield {
        path: 'backup.objectives.rtoHours',
        message: `${objectives.rtoHours} h is less than the ${DEEP_ARCHIVE_RETRIEVAL_HOURS} h of a retrieval from Deep Archive, where unchanged files are after ${lifecycle.deepArchiveAfterDays} days; enable backup.awsBackup, whose recovery points restore at once, or set ${DEEP_ARCHIVE_RETRIEVAL_HOURS} or more`,
      };
    }
  },

  function* recoveryPointsOutliveTheRetention({ backup: { objectives, awsBackup } }) {
    if (awsBackup.enabled && awsBackup.deleteAfterDays < objectives.retentionDays) {
      yield {
        path: 'backup.awsBackup.deleteAfterDays',
        message: `${awsBackup.deleteAfterDays} is less than backup.objectives.retentionDays ${objectives.retentionDays}; set ${objectives.retentionDays} or more, or leave it out to have it derived`,
      };
    }
  },

  function* coldStorageHasAMinimumStay({ backup: { awsBackup } }) {
    const { coldStorageAfterDays: cold, deleteAfterDays } = awsBackup;
    if (cold !== undefined && deleteAfterDays < cold + COLD_STORAGE_MIN_DAYS) {
      yield {
        path: 'backup.awsBackup.deleteAfterDays',
        message: `${deleteAfterDays} is less than coldStorageAfterDays ${cold} and the ${COLD_STORAGE_MIN_DAYS} days that AWS Backup keeps cold storage; set ${cold + COLD_STORAGE_MIN_DAYS} or more, or lower coldStorageAfterDays`,
      };
    }
  },

  function* windowsFollowEachOther({ backup: { awsBackup } }) {
    const least = awsBackup.startWindowMinutes + WINDOW_MARGIN_MINUTES;
    if (awsBackup.completionWindowMinutes < least) {
      yield {
        path: 'backup.awsBackup.completionWindowMinutes',
        message: `${awsBackup.completionWindowMinutes} is less than startWindowMinutes ${awsBackup.startWindowMinutes} and ${WINDOW_MARGIN_MINUTES}; set ${least} or more`,
      };
    }
  },

  function* addressesAreDistinct({ backup: { notifications } }) {
    const seen = notifications.emails.map((address) => address.toLowerCase());
    for (const [index, address] of seen.entries()) {
      if (seen.indexOf(address) < index) {
        yield {
          path: `backup.notifications.emails[${index}]`,
          message: `${JSON.stringify(notifications.emails[index])} is listed twice; list each address once`,
        };
      }
    }
  },
];
