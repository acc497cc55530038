/** A schedule as it is evaluated: once, at fixed distances, or by the calendar (UTC). */
export type ScheduleExpression =
  | { readonly kind: 'at'; readonly time: Date }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly fields: CronFields };

/** The values of a cron expression's fields; `undefined` days are `?`. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1 to 31. */
  readonly daysOfMonth: readonly number[] | undefined;
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 1 (Sunday) to 7. */
  readonly daysOfWeek: readonly number[] | undefined;
  readonly years: readonly number[];
}

/** An expression that the local clock cannot follow; AWS may know it. */
export class UnreadableScheduleError extends Error {
  override readonly name = 'UnreadableScheduleError';
  readonly exitCode = 2;
  constructor(expression: string, reason: string) {
    super(`The local scheduler cannot follow ${JSON.stringify(expression)}: ${reason}.`);
  }
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)` or `cron(…)` of six fields with values, names, ranges, steps and
 * lists, but not `L`, `W` and `#`.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 *
 * @throws UnreadableScheduleError
 */
export function readExpression(expression: string): ScheduleExpression {
  const [, kind, body = ''] = /^(at|rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'at') {
    const time = new Date(`${body}Z`);
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body) && !Number.isNaN(time.getTime())) return { kind, time };
    throw new UnreadableScheduleError(expression, 'at() takes yyyy-mm-ddThh:mm:ss');
  }
  if (kind === 'rate') {
    const [, value, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(body) ?? [];
    const everyMs = Number(value) * (UNIT_MS[unit] ?? Number.NaN);
    if (Number.isSafeInteger(everyMs)) return { kind, everyMs };
    throw new UnreadableScheduleError(expression, 'rate() takes a whole number and minutes, hours or days');
  }
  if (kind === 'cron') return { kind, fields: cronFields(expression, body) };
  throw new UnreadableScheduleError(expression, 'it is none of at(…), rate(…) and cron(…)');
}

function cronFields(expression: string, body: string): CronFields {
  const texts = body.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = texts;
  if (texts.length !== 6)
    throw new UnreadableScheduleError(expression, `cron() takes 6 fields, not ${texts.length}`);
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new UnreadableScheduleError(expression, 'exactly one of day-of-month and day-of-week is ?');
  }
  const values = (text: string, first: number, last: number, names: readonly string[] = []): number[] => {
    const found = text.split(',').flatMap((item) => itemValues(item, first, last, names));
    if (found.length > 0 && found.every((value) => value >= first && value <= last)) {
      return [...new Set(found)].sort((a, b) => a - b);
    }
    throw new UnreadableScheduleError(expression, `${text} is not of ${first} to ${last}`);
  };
  return {
    minutes: values(minutes, 0, 59),
    hours: values(hours, 0, 23),
    daysOfMonth: dayOfMonth === '?' ? undefined : values(dayOfMonth, 1, 31),
    months: values(month, 1, 12, MONTHS),
    daysOfWeek: dayOfWeek === '?' ? undefined : values(dayOfWeek, 1, 7, WEEKDAYS),
    years: values(year, 1970, 2199),
  };
}

/** Values of `*`, `a`, `a-b`, each perhaps with `/step`; NaN for what is none of them. */
function itemValues(item: string, first: number, last: number, names: readonly string[]): number[] {
  const [, base = '', step] = /^([^/]+)(?:\/([1-9]\d*))?$/.exec(item) ?? [];
  const valueOf = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    return named >= 0 ? named + first : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const [from, to, ...rest] = base === '*' ? [first, last] : base.split('-').map(valueOf);
  if (from === undefined || Number.isNaN(from) || rest.length > 0) return [Number.NaN];
  const end = to ?? (step === undefined ? from : last);
  // Compared so that NaN fails too.
  if (!(end >= from && end <= last)) return [Number.NaN];
  const values: number[] = [];
  for (let value = from; value <= end; value += Number(step ?? 1)) values.push(value);
  return values;
}
