import { UsageError } from '@strata/cli-kit';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads a moment that lies back: an age such as `7d`, or an ISO 8601 date or time (UTC when it names no zone). Pure.
 *
 * @param now AWS's time
 * @throws UsageError when it is neither, or in the future
 */
export function parseSince(text: string, now: Date): Date {
  const [, amount, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const moment =
    amount === undefined
      ? isoMoment(text)
      : new Date(now.getTime() - Number(amount) * (UNIT_MS[unit] ?? NaN));
  if (moment !== undefined && moment.getTime() <= now.getTime()) return moment;
  throw new UsageError({
    what: moment === undefined ? '--since is no moment' : '--since lies in the future',
    got: text,
    allowed: 'an age such as 90m, 24h, 7d or 4w, or a time such as 2026-03-10 or 2026-03-10T12:00:00Z',
  });
}

function isoMoment(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text))
    return undefined;
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const moment = new Date(text.includes('T') && !hasZone ? `${text}Z` : text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
