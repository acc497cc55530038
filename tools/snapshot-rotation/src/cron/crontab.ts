import { type Calendar, type Days, type Rate, readSchedule } from './calendar';
import { InexpressibleScheduleError } from './errors';
import { valueList } from './values';

const BY = 'crontab';
const DAY_MINUTES = 1440;

/**
 * The five fields of a crontab (crontab(5)), in UTC, for an AWS schedule expression.
 *
 * A rate becomes times of the day, counted from midnight rather than from when the schedule was made; only rates that
 * divide an hour or a day evenly can, for cron knows no distances.
 *
 * @throws ScheduleExpressionError, InexpressibleScheduleError
 */
export function crontabSchedule(expression: string): string {
  const schedule = readSchedule(expression);
  return schedule.kind === 'rate' ? ofRate(schedule, expression) : ofCalendar(schedule, expression);
}

function ofRate({ everyMinutes }: Rate, expression: string): string {
  if (everyMinutes === DAY_MINUTES) return '0 0 * * *';
  if (everyMinutes === 60) return '0 * * * *';
  if (everyMinutes === 1) return '* * * * *';
  if (everyMinutes < 60 && 60 % everyMinutes === 0) return `*/${everyMinutes} * * * *`;
  if (everyMinutes % 60 === 0 && DAY_MINUTES % everyMinutes === 0) return `0 */${everyMinutes / 60} * * *`;
  throw new InexpressibleScheduleError(
    expression,
    'a rate that divides neither an hour nor a day evenly',
    BY,
  );
}

function ofCalendar({ minutes, hours, months, years, days }: Calendar, expression: string): string {
  if (years !== undefined) throw new InexpressibleScheduleError(expression, 'certain years only', BY);
  const [dayOfMonth, dayOfWeek] = dayFields(days, expression);
  return [
    valueList(minutes, { first: 0, last: 59 }, '-'),
    valueList(hours, { first: 0, last: 23 }, '-'),
    dayOfMonth,
    valueList(months, { first: 1, last: 12 }, '-'),
    dayOfWeek,
  ].join(' ');
}

function dayFields(days: Days, expression: string): [string, string] {
  switch (days.kind) {
    case 'every':
      return ['*', '*'];
    case 'of-month':
      return [valueList(days.days, { first: 1, last: 31 }, '-'), '*'];
    case 'of-week':
      return ['*', valueList(days.days, { first: 0, last: 6 }, '-')];
    case 'last-of-month':
      throw new InexpressibleScheduleError(expression, 'the last day of the month (L)', BY);
    case 'last-of-week':
      throw new InexpressibleScheduleError(expression, 'the last such day of the week of a month (L)', BY);
    case 'ordinal':
      throw new InexpressibleScheduleError(expression, 'a numbered day of the week of a month (#)', BY);
  }
}
