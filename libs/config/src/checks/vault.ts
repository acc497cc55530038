import { ScheduleExpressionError } from '../schedule/errors';
import { scheduleGaps } from '../schedule/gaps';
import type { Check } from './check';

/** Checks of the vault's lock and of restore testing. */
export const vaultChecks: readonly Check[] = [
  function* complianceIsAskedForTwice({ backup: { awsBackup }, endpoint }) {
    const { mode, unsafeComplianceLock } = awsBackup.vaultLock;
    if (!awsBackup.enabled || mode !== 'compliance') return;
    if (endpoint !== undefined) {
      yield {
        path: 'backup.awsBackup.vaultLock.mode',
        message:
          'compliance cannot be undone, and a local environment must stay destroyable; set governance or off',
      };
    } else if (!unsafeComplianceLock) {
      yield {
        path: 'backup.awsBackup.vaultLock.unsafeComplianceLock',
        message:
          'false does not go with mode compliance, which nobody can undo, AWS included; set it true when that is meant, or mode governance',
      };
    }
  },

  // What a locked vault does not take is a backup job that fails.
  function* lockTakesWhatThePlanMakes({ backup: { awsBackup, objectives } }) {
    const { deleteAfterDays, vaultLock } = awsBackup;
    const { mode, minRetentionDays, maxRetentionDays = Infinity } = vaultLock;
    if (!awsBackup.enabled || mode === 'off') return;
    // Less than the retention is the plan's own fault, and told as such.
    if (minRetentionDays > deleteAfterDays && deleteAfterDays >= objectives.retentionDays) {
      yield {
        path: 'backup.awsBackup.vaultLock.minRetentionDays',
        message: `${minRetentionDays} is more than backup.awsBackup.deleteAfterDays ${deleteAfterDays}, so the vault would refuse every backup; set ${deleteAfterDays} or less`,
      };
    }
    if (maxRetentionDays < Math.max(deleteAfterDays, minRetentionDays)) {
      yield {
        path: 'backup.awsBackup.vaultLock.maxRetentionDays',
        message: `${maxRetentionDays} is less than backup.awsBackup.deleteAfterDays ${deleteAfterDays} or minRetentionDays ${minRetentionDays}; set ${Math.max(deleteAfterDays, minRetentionDays)} or more, or leave it out`,
      };
    }
  },

  function* restoreTestsFire({ backup: { awsBackup } }) {
    const { enabled, schedule } = awsBackup.restoreTesting;
    if (!awsBackup.enabled || !enabled) return;
    const path = 'backup.awsBackup.restoreTesting.schedule';
    if (schedule.startsWith('rate(')) {
      yield {
        path,
        message: `${JSON.stringify(schedule)} is a rate, and AWS Backup takes cron only; write it as cron(…)`,
      };
      return;
    }
    try {
      if (scheduleGaps(schedule).longestMinutes < Infinity) return;
      yield {
        path,
        message: `${JSON.stringify(schedule)} does not fire for all time (a year is left out, or no day fits); write one that does`,
      };
    } catch (error) {
      if (!(error instanceof ScheduleExpressionError)) throw error;
      yield { path, message: error.message };
    }
  },
];
