import { EVERY_DAY } from './days';
import { type CronSchedule, parseSchedule, YEARS } from './expression';

/** The distances between two firings of a schedule that follow each other, minutes. */
export interface ScheduleGaps {
  readonly shortestMinutes: number;
  /** Infinity for a schedule that comes to an end or never fires. */
  readonly longestMinutes: number;
}

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;

/**
 * Years whose days are looked through. The calendar repeats after 28 years (leap years by weekdays), and a gap can
 * be as long as that (`2#5` in February), so two rounds and a year hold every gap there is until 2100.
 */
const FIRST_YEAR = 2024;
const LAST_YEAR = FIRST_YEAR + 56;

/**
 * The gaps of a schedule expression. Pure: they hold for all times, not from today on.
 * @throws ScheduleExpressionError
 */
export function scheduleGaps(expression: string): ScheduleGaps {
  const schedule = parseSchedule(expression);
  if (schedule.kind === 'rate') {
    return { shortestMinutes: schedule.everyMinutes, longestMinutes: schedule.everyMinutes };
  }

  const times = schedule.hours.flatMap((hour) => schedule.minutes.map((minute) => hour * 60 + minute));
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  // Nearly every schedule is daily; for those the calendar need not be looked through.
  const daily = schedule.firesOn === EVERY_DAY && schedule.months.length === 12;
  const days = daily ? [0, 1] : firingDays(schedule);
  const withinDay = differences(times);
  const betweenDays = differences(days).map((distance) => distance * DAY_MINUTES - last + first);
  const gaps = [...withinDay, ...betweenDays];
  return {
    shortestMinutes: gaps.reduce((least, gap) => Math.min(least, gap), Infinity),
    longestMinutes:
      firesEveryYear(schedule) && days.length > 1
        ? gaps.reduce((most, gap) => Math.max(most, gap), 0)
        : Infinity,
  };
}

/** The longest time between two firings, minutes: see {@link scheduleGaps}. */
export function longestGapMinutes(expression: string): number {
  return scheduleGaps(expression).longestMinutes;
}

/** A year that is left out is a year without backups, so such a schedule has no longest gap worth naming. */
function firesEveryYear({ years }: CronSchedule): boolean {
  const listed = new Set(years);
  for (let year = FIRST_YEAR; year <= YEARS.last; year += 1) if (!listed.has(year)) return false;
  return true;
}

/** Days on which the schedule fires, counted from 1970-01-01, ascending. */
function firingDays({ months, firesOn }: CronSchedule): number[] {
  const days: number[] = [];
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    for (const month of months) {
      const firstDay = Date.UTC(year, month - 1, 1) / DAY_MS;
      const daysInMonth = Date.UTC(year, month, 1) / DAY_MS - firstDay;
      for (let dayOfMonth = 1; dayOfMonth <= daysInMonth; dayOfMonth += 1) {
        const day = firstDay + dayOfMonth - 1;
        // 1970-01-01 was a Thursday, AWS's day 5.
        if (firesOn({ dayOfMonth, dayOfWeek: ((day + 4) % 7) + 1, daysInMonth })) days.push(day);
      }
    }
  }
  return days;
}

function differences(ascending: readonly number[]): number[] {
  return ascending.slice(1).map((value, index) => value - (ascending[index] ?? 0));
}
