import * as fc from 'fast-check';
import { longestGapMinutes, scheduleGaps } from './gaps';

const HOUR = 60;
const DAY = 24 * HOUR;

describe('the longest gap', () => {
  it.each([
    ['rate(30 minutes)', 30],
    ['rate(12 hours)', 12 * HOUR],
    ['cron(0 3 * * ? *)', DAY],
    ['cron(0 * * * ? *)', HOUR],
    ['cron(0 0/6 * * ? *)', 6 * HOUR],
    ['cron(0 0/5 * * ? *)', 5 * HOUR], // 20:00 to 00:00 is the short one
    ['cron(0 8-18 * * ? *)', 14 * HOUR],
    ['cron(0 3 ? * MON-FRI *)', 3 * DAY],
    ['cron(30 22 ? * SUN *)', 7 * DAY],
    ['cron(0 9,17 ? * 2,4 *)', 5 * DAY - 8 * HOUR],
    ['cron(0 3 1 * ? *)', 31 * DAY],
    ['cron(0 3 31 * ? *)', 61 * DAY], // over a month of 30 days
    ['cron(0 3 L * ? *)', 31 * DAY],
    ['cron(0 3 LW * ? *)', 33 * DAY], // July ends on a Sunday, so from the 29th to 31 August
    ['cron(0 3 1W * ? *)', 33 * DAY],
    ['cron(0 3 ? * L *)', 7 * DAY],
    ['cron(0 3 ? * 6L *)', 35 * DAY],
    ['cron(0 3 ? * TUE#1 *)', 35 * DAY],
    ['cron(0 3 1 JAN ? *)', 366 * DAY],
    ['cron(0 3 29 2 ? *)', (4 * 365 + 1) * DAY],
  ])('of %s is %d minutes', (expression, minutes) => {
    expect(longestGapMinutes(expression)).toBe(minutes);
  });

  it.each([
    ['cron(0 3 31 2 ? *)', 'no day fits'],
    ['cron(0 3 * * ? 2024-2030)', 'it ends'],
    ['cron(0 3 * * ? 2024/2)', 'every other year is left out'],
  ])('of %s has no end: %s', (expression) => {
    expect(longestGapMinutes(expression)).toBe(Infinity);
  });

  it('is what walking the calendar minute by minute finds, and so is the shortest', () => {
    const some = (first: number, last: number, most: number) =>
      fc.uniqueArray(fc.integer({ min: first, max: last }), { minLength: 1, maxLength: most });
    fc.assert(
      fc.property(some(0, 59, 3), some(0, 23, 4), some(1, 7, 4), (minutes, hours, weekdays) => {
        const expression = `cron(${minutes.join(',')} ${hours.join(',')} ? * ${weekdays.join(',')} *)`;
        const gaps = walkedGaps(
          (date) =>
            minutes.includes(date.getUTCMinutes()) &&
            hours.includes(date.getUTCHours()) &&
            weekdays.includes(date.getUTCDay() + 1),
        );
        expect(scheduleGaps(expression)).toEqual({
          longestMinutes: Math.max(...gaps),
          shortestMinutes: Math.min(...gaps),
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** The gaps between firings over three weeks, found without any of the code under test. */
function walkedGaps(fires: (date: Date) => boolean): number[] {
  const start = Date.UTC(2025, 5, 1);
  const firings: number[] = [];
  for (let minute = 0; minute < 21 * DAY; minute += 1)
    if (fires(new Date(start + minute * 60_000))) firings.push(minute);
  return firings.slice(1).map((minute, index) => minute - (firings[index] ?? 0));
}
