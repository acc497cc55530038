import { UsageError } from '@strata/cli-kit';

const WITH_ZONE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(:(\d\d)([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * Reads a moment of ISO 8601 that says its zone, such as `2026-03-01T09:30:00+01:00`. Fractions of a second are dropped:
 * S3 dates to the second.
 *
 * @throws UsageError for anything else: a time without its zone means another moment on every machine
 */
export function instantOf(text: string, option: string): Date {
  const match = WITH_ZONE.exec(text);
  const ms = match === null ? NaN : Date.parse(normal(match));
  if (match !== null && !Number.isNaN(ms) && dayExists(match)) return new Date(ms);
  throw new UsageError({
    what: `${option} is no moment with its time zone`,
    got: text,
    allowed: 'ISO 8601 with Z or an offset, such as 2026-03-01T09:30:00Z or 2026-03-01T10:30:00+01:00',
  });
}

/**
 * Refuses moments that have not come: there is nothing to go back to.
 *
 * @param now AWS's time
 * @throws UsageError
 */
export function refuseFuture(moment: Date, option: string, now: Date): void {
  if (moment.getTime() <= now.getTime()) return;
  throw new UsageError({
    what: `${option} is in the future`,
    got: moment.toISOString(),
    allowed: `moments until now, ${now.toISOString()}`,
  });
}

/** With seconds, without their fraction, with `:` in the offset: what every Date parses. */
function normal([, year, month, day, hour, minute, , second = '00', , zone = 'Z']: RegExpExecArray): string {
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

/** Date takes 30 February for 2 March. */
function dayExists([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
}
