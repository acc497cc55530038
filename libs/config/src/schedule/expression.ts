import { type DayRule, dayOfMonthRule, dayOfWeekRule } from './days';
import { ScheduleExpressionError } from './errors';
import { type CronField, FieldError, fieldValues } from './field';

/** A schedule at fixed distances. */
export interface RateSchedule {
  readonly kind: 'rate';
  readonly everyMinutes: number;
}

/** A schedule by the calendar, UTC: it fires at each of `minutes` past each of `hours` on each day that fits. */
export interface CronSchedule {
  readonly kind: 'cron';
  /** Minutes of the hour, ascending. */
  readonly minutes: readonly number[];
  /** Hours of the day, ascending. */
  readonly hours: readonly number[];
  /** Months, 1 to 12, ascending. */
  readonly months: readonly number[];
  /** Years, ascending; every year that AWS knows for `*`. */
  readonly years: readonly number[];
  /** Whether a day of those months fits. */
  readonly firesOn: DayRule;
}

const MINUTES: CronField = { name: 'minutes', first: 0, last: 59 };
const HOURS: CronField = { name: 'hours', first: 0, last: 23 };
const MONTHS: CronField = {
  name: 'month',
  first: 1,
  last: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};

/** The years that AWS takes. */
export const YEARS: CronField = { name: 'year', first: 1970, last: 2199 };

const MINUTES_OF: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/**
 * Reads `rate(value unit)` or `cron(minutes hours day-of-month month day-of-week year)`
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html).
 * @throws ScheduleExpressionError
 */
export function parseSchedule(expression: string): RateSchedule | CronSchedule {
  const [, kind, body] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === undefined || body === undefined) {
    throw new ScheduleExpressionError(
      expression,
      'is no schedule; write rate(12 hours) or cron(0 3 * * ? *)',
    );
  }
  return kind === 'rate' ? parseRate(expression, body) : parseCron(expression, body);
}

function parseRate(expression: string, body: string): RateSchedule {
  const [, value = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s)?$/.exec(body) ?? [];
  const minutes = Number(value) * (MINUTES_OF[unit] ?? Number.NaN);
  // AWS refuses `1 hours` and `2 hour`.
  if (!Number.isSafeInteger(minutes) || (value === '1') === (plural === 's')) {
    throw new ScheduleExpressionError(
      expression,
      'is no rate; write a whole number and its unit, such as rate(1 hour), rate(12 hours) or rate(2 days)',
    );
  }
  return { kind: 'rate', everyMinutes: minutes };
}

function parseCron(expression: string, body: string): CronSchedule {
  const fields = body.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    throw new ScheduleExpressionError(
      expression,
      `has ${fields.length} fields; AWS takes six: minutes hours day-of-month month day-of-week year, such as cron(0 3 * * ? *)`,
    );
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ScheduleExpressionError(
      expression,
      'must have ? in exactly one of day-of-month and day-of-week, such as cron(0 3 * * ? *)',
    );
  }

  const read = <T>(name: string, reader: () => T): T => {
    try {
      return reader();
    } catch (error) {
      if (error instanceof FieldError)
        throw new ScheduleExpressionError(expression, `: ${name} ${error.message}`);
      throw error;
    }
  };
  const values = (text: string, field: CronField) => read(field.name, () => fieldValues(text, field));
  return {
    kind: 'cron',
    minutes: values(minutes, MINUTES),
    hours: values(hours, HOURS),
    months: values(month, MONTHS),
    years: values(year, YEARS),
    firesOn:
      dayOfMonth === '?'
        ? read('day-of-week', () => dayOfWeekRule(dayOfWeek))
        : read('day-of-month', () => dayOfMonthRule(dayOfMonth)),
  };
}
