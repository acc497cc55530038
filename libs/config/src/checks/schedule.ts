import type { EnvironmentConfig } from '../environment-config';
import type { Fault } from '../errors';
import type { BackupKind } from '../schedule/derive';
import { ScheduleExpressionError } from '../schedule/errors';
import { scheduleGaps } from '../schedule/gaps';
import { MAX_POLICIES } from '../schema/snapshots';
import type { Check } from './check';

/**
 * Shortest intervals, minutes: an hour for DataSync (User Guide, "Scheduling when your task runs") and AWS Backup;
 * EventBridge Scheduler, which starts snapshots, counts in minutes.
 */
const MIN_INTERVAL_MINUTES: Readonly<Record<BackupKind, number>> = {
  datasync: 60,
  snapshots: 1,
  awsBackup: 60,
};

/** What the checks of a schedule read. */
interface Scheduled {
  readonly schedule: string;
  readonly expectedDurationMinutes: number;
}

/** Checks that a schedule is understood, is not too frequent for AWS, and meets the RPO. */
export const scheduleChecks: readonly Check[] = [
  scheduleMeetsObjectives('datasync', 'backup.datasync', ({ datasync }) => datasync),
  scheduleMeetsObjectives('awsBackup', 'backup.awsBackup', ({ awsBackup }) =>
    awsBackup.enabled ? awsBackup : undefined,
  ),
  // A check each, so that what is unknowable of one policy does not silence the others.
  ...Array.from({ length: MAX_POLICIES }, (_, place) =>
    scheduleMeetsObjectives('snapshots', `backup.snapshots.policies[${place}]`, ({ snapshots }) =>
      snapshots.enabled ? snapshots.policies[place] : undefined,
    ),
  ),
  function* backupPlanTakesCronOnly({ backup: { awsBackup } }) {
    if (awsBackup.schedule.startsWith('rate(')) {
      yield {
        path: 'backup.awsBackup.schedule',
        message: `${JSON.stringify(awsBackup.schedule)} is a rate, and AWS Backup plans take cron only; write it as cron(…), or leave it out to have it derived`,
      };
    }
  },
];

function scheduleMeetsObjectives(
  kind: BackupKind,
  owner: string,
  read: (backup: EnvironmentConfig['backup']) => Scheduled | undefined,
): Check {
  const path = `${owner}.schedule`;
  return function* ({ backup }): Iterable<Fault> {
    const scheduled = read(backup);
    if (scheduled === undefined) return;
    const { schedule, expectedDurationMinutes } = scheduled;
    const gaps = gapsOf(schedule);
    if (gaps instanceof ScheduleExpressionError) {
      yield { path, message: gaps.message };
      return;
    }

    const least = Math.max(MIN_INTERVAL_MINUTES[kind], expectedDurationMinutes);
    if (gaps.shortestMinutes < least) {
      const reason =
        gaps.shortestMinutes < MIN_INTERVAL_MINUTES[kind]
          ? 'less than the hour that AWS asks for'
          : `before a run of ${expectedDurationMinutes} min is over`;
      yield {
        path,
        message: `${JSON.stringify(schedule)} fires ${hours(gaps.shortestMinutes)} after the firing before, ${reason}; keep ${hours(least)} or more between firings`,
      };
    }

    const { rpoHours } = backup.objectives;
    if (gaps.longestMinutes + expectedDurationMinutes > rpoHours * 60) {
      yield {
        path,
        message: `${JSON.stringify(schedule)} cannot meet backup.objectives.rpoHours ${rpoHours}: ${neverOrGap(gaps.longestMinutes)}, and a run takes ${expectedDurationMinutes} min; keep firings at most ${hours(Math.max(0, rpoHours * 60 - expectedDurationMinutes))} apart, or leave it out to have it derived`,
      };
    }
  };
}

function gapsOf(schedule: string) {
  try {
    return scheduleGaps(schedule);
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return error;
    throw error;
  }
}

function neverOrGap(minutes: number): string {
  return minutes === Infinity
    ? 'it does not fire for all time (a year is left out, or no day fits)'
    : `firings are up to ${hours(minutes)} apart`;
}

/** Minutes as people say them: `45 min`, `12 h`, `1 h 30 min`. */
function hours(minutes: number): string {
  const rest = Math.round(minutes % 60);
  const whole = Math.floor(minutes / 60);
  if (whole === 0) return `${rest} min`;
  return rest === 0 ? `${whole} h` : `${whole} h ${rest} min`;
}
