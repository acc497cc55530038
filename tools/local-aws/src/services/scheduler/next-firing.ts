import { type CronFields, readExpression } from './expression';

const DAY_MS = 86_400_000;

/** The calendar repeats after 28 years; what has not fired by then never does. */
const LOOK_AHEAD_DAYS = 28 * 366;

/**
 * The first time after `after` at which a schedule fires, UTC. Pure.
 *
 * @param anchor for `rate(…)`: a firing is due at each whole distance from here (the schedule's start or creation)
 * @returns undefined when it fires no more
 * @throws UnreadableScheduleError
 */
export function nextFiring(expression: string, after: Date, anchor: Date = after): Date | undefined {
  const schedule = readExpression(expression);
  switch (schedule.kind) {
    case 'at':
      return schedule.time > after ? schedule.time : undefined;
    case 'rate': {
      const { everyMs } = schedule;
      const passed = Math.floor((after.getTime() - anchor.getTime()) / everyMs) + 1;
      return new Date(anchor.getTime() + Math.max(0, passed) * everyMs);
    }
    case 'cron':
      return nextOfCalendar(schedule.fields, after);
  }
}

function nextOfCalendar(fields: CronFields, after: Date): Date | undefined {
  const midnight = Math.floor(after.getTime() / DAY_MS) * DAY_MS;
  const lastYear = fields.years.at(-1) ?? 0;
  for (let day = 0; day <= LOOK_AHEAD_DAYS; day += 1) {
    const date = new Date(midnight + day * DAY_MS);
    if (date.getUTCFullYear() > lastYear) return undefined;
    if (!firesOn(fields, date)) continue;
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const time = date.getTime() + (hour * 60 + minute) * 60_000;
        if (time > after.getTime()) return new Date(time);
      }
    }
  }
  return undefined;
}

function firesOn({ years, months, daysOfMonth, daysOfWeek }: CronFields, date: Date): boolean {
  return (
    years.includes(date.getUTCFullYear()) &&
    months.includes(date.getUTCMonth() + 1) &&
    (daysOfMonth?.includes(date.getUTCDate()) ?? true) &&
    (daysOfWeek?.includes(date.getUTCDay() + 1) ?? true)
  );
}
