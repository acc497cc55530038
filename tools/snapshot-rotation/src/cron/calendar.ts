import { type CronSchedule, parseSchedule } from '@strata/config';
import { InexpressibleScheduleError } from './errors';

/** The days of a calendar. Days of the week count from Sunday, 0, as cron does; AWS counts from 1. */
export type Days =
  | { readonly kind: 'every' }
  | { readonly kind: 'of-month'; readonly days: readonly number[] }
  | { readonly kind: 'of-week'; readonly days: readonly number[] }
  | { readonly kind: 'last-of-month' }
  /** The last such day of the week of the month. */
  | { readonly kind: 'last-of-week'; readonly day: number }
  /** The first, second … such day of the week of the month; `ordinal` is 1 to 5. */
  | { readonly kind: 'ordinal'; readonly day: number; readonly ordinal: number };

/** A schedule by the calendar, UTC, in terms that other schedulers know. */
export interface Calendar {
  readonly kind: 'calendar';
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1 to 12. */
  readonly months: readonly number[];
  /** Undefined for every year. */
  readonly years: readonly number[] | undefined;
  readonly days: Days;
}

/** A schedule at fixed distances. AWS counts them from the moment that the schedule was made. */
export interface Rate {
  readonly kind: 'rate';
  readonly everyMinutes: number;
}

/** Years that AWS knows: 1970 to 2199. */
const ALL_YEARS = 230;

/**
 * Reads an AWS schedule expression, `cron(…)` or `rate(…)`, as a calendar that crontabs and systemd can be written from.
 *
 * @throws ScheduleExpressionError when it is none
 * @throws InexpressibleScheduleError when it names the weekday nearest to a day (`W`), which neither of them can
 */
export function readSchedule(expression: string): Calendar | Rate {
  const schedule = parseSchedule(expression);
  if (schedule.kind === 'rate') return schedule;
  const [, , dayOfMonth = '', , dayOfWeek = ''] = expression.slice('cron('.length, -1).trim().split(/\s+/);
  return {
    kind: 'calendar',
    minutes: schedule.minutes,
    hours: schedule.hours,
    months: schedule.months,
    years: schedule.years.length === ALL_YEARS ? undefined : schedule.years,
    days:
      dayOfMonth === '?'
        ? daysOfWeek(dayOfWeek, schedule, expression)
        : daysOfMonth(dayOfMonth, schedule, expression),
  };
}

function daysOfMonth(field: string, { firesOn }: CronSchedule, expression: string): Days {
  if (field === '*') return { kind: 'every' };
  if (field === 'L') return { kind: 'last-of-month' };
  if (/[LW]/.test(field)) throw new InexpressibleScheduleError(expression, inWords(field));
  const fits = range(1, 31).filter((day) => firesOn({ dayOfMonth: day, dayOfWeek: 1, daysInMonth: 31 }));
  return { kind: 'of-month', days: fits };
}

function daysOfWeek(field: string, { firesOn }: CronSchedule, expression: string): Days {
  if (field === '*') return { kind: 'every' };
  const [, name, end = ''] = /^(\w+?)(L|#[1-5])$/.exec(field) ?? [];
  if (name === undefined && /[L#]/.test(field) && field !== 'L') {
    throw new InexpressibleScheduleError(expression, 'a list with the last day of the week or of a month');
  }
  // A day of the month that the end of the field allows; the rules look at its day of the week by itself.
  const dayOfMonth = end === '' ? 1 : end === 'L' ? 31 : (Number(end.slice(1)) - 1) * 7 + 1;
  const fits = range(1, 7).filter((day) => firesOn({ dayOfMonth, dayOfWeek: day, daysInMonth: 31 }));
  const days = fits.map((day) => day - 1);
  const [day = 0] = days;
  if (end === 'L') return { kind: 'last-of-week', day };
  if (end !== '') return { kind: 'ordinal', day, ordinal: Number(end.slice(1)) };
  return { kind: 'of-week', days };
}

function inWords(field: string): string {
  return field.includes('W') ? 'the weekday nearest to a day of the month (W)' : 'a list with L in it';
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
