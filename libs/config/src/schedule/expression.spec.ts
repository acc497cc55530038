import { ScheduleExpressionError } from './errors';
import { parseSchedule } from './expression';

describe('schedule expressions', () => {
  it('read lists, ranges, steps and names', () => {
    expect(parseSchedule('cron(0,30 8-10 ? JAN,mar-APR MON-FRI *)')).toMatchObject({
      minutes: [0, 30],
      hours: [8, 9, 10],
      months: [1, 3, 4],
    });
    expect(parseSchedule('cron(5/20 */6 * * ? *)')).toMatchObject({
      minutes: [5, 25, 45],
      hours: [0, 6, 12, 18],
    });
    expect(parseSchedule('rate(2 days)')).toEqual({ kind: 'rate', everyMinutes: 2880 });
  });

  it.each([
    ['every day', 'is no schedule'],
    ['rate(1 hours)', 'is no rate'],
    ['rate(2 hour)', 'is no rate'],
    ['rate(0 hours)', 'is no rate'],
    ['rate(1.5 hours)', 'is no rate'],
    ['cron(0 3 * * *)', 'has 5 fields; AWS takes six'],
    ['cron(0 3 * * * *)', '? in exactly one'],
    ['cron(0 3 ? * ? *)', '? in exactly one'],
    ['cron(60 3 * * ? *)', 'minutes has 60; allowed are 0 to 59'],
    ['cron(0 24 * * ? *)', 'hours has 24'],
    ['cron(0 3 0 * ? *)', 'day-of-month has 0'],
    ['cron(0 3 32W * ? *)', 'day-of-month has 32'],
    ['cron(0 3 * 13 ? *)', 'month has 13'],
    ['cron(0 3 ? * 0 *)', 'day-of-week has 0'],
    ['cron(0 3 ? * MON/2 *)', 'day-of-week has "MON/2"'],
    ['cron(0 3 ? * 3#1,6#3 *)', 'a single a#n'],
    ['cron(0 3 ? * 3#6 *)', 'day-of-week has "3#6"'],
    ['cron(0 3 ? * FRI-MON *)', 'runs backwards'],
    ['cron(0 3 * * ? 1969)', 'year has 1969'],
    ['cron(0/0 3 * * ? *)', 'minutes has "0/0"'],
    ['cron(1-2-3 3 * * ? *)', 'minutes has "1-2-3"'],
    ['cron(H 3 * * ? *)', 'minutes has "H"'],
    ['cron(, 3 * * ? *)', 'minutes has ""'],
  ])('refuses %s: %s', (expression, reason) => {
    expect(() => parseSchedule(expression)).toThrow(ScheduleExpressionError);
    expect(() => parseSchedule(expression)).toThrow(reason);
  });
});
