import { type CronField, FieldError, fieldValue, fieldValues } from './field';

/** A day as cron sees it. */
export interface CalendarDay {
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** 1 (Sunday) to 7 (Saturday), as AWS counts. */
  readonly dayOfWeek: number;
  /** 28 to 31. */
  readonly daysInMonth: number;
}

/** Whether a schedule fires on a day. */
export type DayRule = (day: CalendarDay) => boolean;

/** The rule of `*`. */
export const EVERY_DAY: DayRule = () => true;

const DAY_OF_MONTH: CronField = { name: 'day-of-month', first: 1, last: 31 };
const DAY_OF_WEEK: CronField = {
  name: 'day-of-week',
  first: 1,
  last: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  steps: false,
};
const SUNDAY = 1;
const SATURDAY = 7;

/**
 * The rule of a day-of-month field: values, `L` (last day), `15W` (the weekday nearest to the 15th, in the same
 * month) and `LW` (the last weekday).
 * @throws FieldError
 */
export function dayOfMonthRule(text: string): DayRule {
  if (text === '*') return EVERY_DAY;
  return anyOf(
    text.split(',').map((item) => {
      if (item === 'L') return (day) => day.dayOfMonth === day.daysInMonth;
      if (item === 'LW') return (day) => day.dayOfMonth === nearestWeekday(day.daysInMonth, day);
      const weekday = /^(\d+)W$/.exec(item)?.[1];
      if (weekday === undefined) return oneOf(fieldValues(item, DAY_OF_MONTH), 'dayOfMonth');
      const wanted = fieldValue(weekday, DAY_OF_MONTH);
      return (day) => wanted <= day.daysInMonth && day.dayOfMonth === nearestWeekday(wanted, day);
    }),
  );
}

/**
 * The rule of a day-of-week field: values, `L` (the last day of the week, Saturday), `6L` (the last Friday of the
 * month) and `3#2` (the second Tuesday; AWS takes one of these and nothing beside it).
 * @throws FieldError
 */
export function dayOfWeekRule(text: string): DayRule {
  if (text === '*') return EVERY_DAY;
  if (text.includes('#') && text.includes(','))
    throw new FieldError('has # in a list; AWS takes a single a#n');
  return anyOf(
    text.split(',').map((item) => {
      if (item === 'L') return (day) => day.dayOfWeek === SATURDAY;
      const [, last] = /^(\w+)L$/.exec(item) ?? [];
      if (last !== undefined) {
        const wanted = fieldValue(last, DAY_OF_WEEK);
        return (day) => day.dayOfWeek === wanted && day.dayOfMonth > day.daysInMonth - 7;
      }
      const [, name, ordinal] = /^(\w+)#([1-5])$/.exec(item) ?? [];
      if (name === undefined) return oneOf(fieldValues(item, DAY_OF_WEEK), 'dayOfWeek');
      const wanted = fieldValue(name, DAY_OF_WEEK);
      return (day) => day.dayOfWeek === wanted && Math.ceil(day.dayOfMonth / 7) === Number(ordinal);
    }),
  );
}

function anyOf(rules: readonly DayRule[]): DayRule {
  return (day) => rules.some((rule) => rule(day));
}

function oneOf(values: readonly number[], key: 'dayOfMonth' | 'dayOfWeek'): DayRule {
  return (day) => values.includes(day[key]);
}

/** The day of `today`'s month that is a weekday and nearest to `wanted`, without leaving the month. */
function nearestWeekday(wanted: number, today: CalendarDay): number {
  const dayOfWeek = ((((today.dayOfWeek - 1 + wanted - today.dayOfMonth) % 7) + 7) % 7) + 1;
  if (dayOfWeek === SATURDAY) return wanted > 1 ? wanted - 1 : wanted + 2;
  if (dayOfWeek === SUNDAY) return wanted < today.daysInMonth ? wanted + 1 : wanted - 2;
  return wanted;
}
