/** What schedules are derived from. */
export interface ScheduleNeeds {
  /** Recovery point objective, hours. */
  readonly rpoHours: number;
  /** How long a usual run of each kind takes, minutes. */
  readonly expectedDurationMinutes: Readonly<Record<BackupKind, number>>;
}

/** What runs on a schedule. */
export type BackupKind = 'datasync' | 'snapshots' | 'awsBackup';

/** Intervals that fit a day evenly, hours, so that every gap is the same; longest first. */
const INTERVAL_HOURS = [24, 12, 8, 6, 4, 3, 2, 1] as const;

/** The kinds start at different minutes, so that they do not read the share at the same moment. */
const START_MINUTE: Readonly<Record<BackupKind, number>> = { datasync: 0, snapshots: 15, awsBackup: 30 };

/** Minutes between the starts of snapshot policies: coprime to 60, so that no two of 60 policies share a minute. */
const POLICY_STEP_MINUTES = 11;

/** Hour (UTC) at which what runs once a day starts. */
const DAILY_HOUR = 3;

/**
 * The longest interval that divides a day and meets the RPO, hours: the work lost in the worst case is one
 * interval and the run that was not yet complete, so `interval + expectedDuration <= rpo`. A run must also be
 * over before the next starts: `expectedDuration <= interval`. Undefined when none does both.
 */
export function deriveIntervalHours(rpoHours: number, expectedDurationMinutes: number): number | undefined {
  return INTERVAL_HOURS.find(
    (hours) => hours * 60 + expectedDurationMinutes <= rpoHours * 60 && expectedDurationMinutes <= hours * 60,
  );
}

/**
 * The smallest RPO, hours, for which {@link deriveIntervalHours} finds an interval, rounded up to a
 * hundredth; undefined when runs take longer than a day.
 */
export function leastRpoHours(expectedDurationMinutes: number): number | undefined {
  const shortest = INTERVAL_HOURS.findLast((hours) => expectedDurationMinutes <= hours * 60);
  return shortest === undefined
    ? undefined
    : Math.ceil((shortest + expectedDurationMinutes / 60) * 100) / 100;
}

/**
 * The AWS cron expression (UTC) of one kind for an interval that {@link deriveIntervalHours} gave.
 *
 * @param place which of several policies of the kind it is, from 0: they start at different minutes
 */
export function scheduleEvery(kind: BackupKind, intervalHours: number, place = 0): string {
  const minute = (START_MINUTE[kind] + place * POLICY_STEP_MINUTES) % 60;
  if (intervalHours === 24) return `cron(${minute} ${DAILY_HOUR} * * ? *)`;
  return `cron(${minute} ${intervalHours === 1 ? '*' : `0/${intervalHours}`} * * ? *)`;
}

/**
 * The schedule of every kind from the objectives: the least frequent one that meets the RPO.
 * @returns AWS cron expressions; undefined for a kind that cannot meet the RPO
 */
export function deriveSchedules(needs: ScheduleNeeds): Record<BackupKind, string | undefined> {
  const derive = (kind: BackupKind) => {
    const hours = deriveIntervalHours(needs.rpoHours, needs.expectedDurationMinutes[kind]);
    return hours === undefined ? undefined : scheduleEvery(kind, hours);
  };
  return { datasync: derive('datasync'), snapshots: derive('snapshots'), awsBackup: derive('awsBackup') };
}
