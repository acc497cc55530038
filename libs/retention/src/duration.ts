import { InvalidDurationError } from './errors';

/** A length of calendar time. All parts are whole numbers, 0 or more. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
}

const UNITS = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const;
type Unit = keyof typeof UNITS;

/**
 * Reads a duration such as `1y2m3d3h`: whole numbers, each followed by a unit (`y` years, `m` months, `d` days,
 * `h` hours), each unit at most once, in any order. There is no unit for weeks: write `7d`.
 *
 * @throws InvalidDurationError saying which part does not parse
 */
export function parseDuration(text: string): Duration {
  const trimmed = text.trim();
  if (trimmed === '') throw new InvalidDurationError(text, 'it is empty');
  const parsed: Partial<Record<Unit, number>> = {};
  for (const [part, digits = '', unit = ''] of trimmed.matchAll(/(\d*)(.?)/gsu)) {
    if (part === '') continue;
    if (digits === '') throw new InvalidDurationError(text, `there is no number before ${quote(unit)}`);
    if (unit === '') throw new InvalidDurationError(text, `there is no unit after ${digits}`);
    if (!isUnit(unit)) throw new InvalidDurationError(text, `${quote(unit)} is not a unit`);
    if (parsed[unit] !== undefined) throw new InvalidDurationError(text, `${quote(unit)} is given twice`);
    const amount = Number(digits);
    if (!Number.isSafeInteger(amount)) throw new InvalidDurationError(text, `${digits} is too large`);
    parsed[unit] = amount;
  }
  return { years: parsed.y ?? 0, months: parsed.m ?? 0, days: parsed.d ?? 0, hours: parsed.h ?? 0 };
}

/** Whether it has no length: a rule with such a duration keeps nothing. */
export function isZeroDuration(duration: Duration): boolean {
  return Object.values(UNITS).every((name) => duration[name] === 0);
}

/** The shortest text that parses to the same duration; `0h` for none. */
export function formatDuration(duration: Duration): string {
  const parts = Object.entries(UNITS).map(([unit, name]) =>
    duration[name] === 0 ? '' : `${duration[name]}${unit}`,
  );
  return parts.join('') || '0h';
}

/**
 * The moment that lies `duration` before `from`, in UTC and by the calendar: years, months and days are taken off
 * the date's fields, and a day that the month reached does not have runs over into the next month (a month before
 * 31 March is 3 March, or 2 March in a leap year). Hours are taken off as hours.
 *
 * @returns milliseconds since the epoch; −Infinity when it lies before all dates that JavaScript knows
 */
export function subtractDuration(from: Date, duration: Duration): number {
  const date = new Date(from);
  date.setUTCFullYear(
    from.getUTCFullYear() - duration.years,
    from.getUTCMonth() - duration.months,
    from.getUTCDate() - duration.days,
  );
  const time = date.getTime() - duration.hours * 3_600_000;
  return Number.isNaN(time) ? -Infinity : time;
}

function isUnit(letter: string): letter is Unit {
  return Object.hasOwn(UNITS, letter);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
