import { execFileSync, spawnSync } from 'node:child_process';
import { parseSchedule } from '@strata/config';
import * as fc from 'fast-check';
import { readSchedule } from './calendar';
import { crontabSchedule } from './crontab';
import { timerLines } from './on-calendar';

describe('an AWS schedule', () => {
  it.each<[string, string, readonly string[]]>([
    ['cron(15 3 * * ? *)', '15 3 * * *', ['OnCalendar=*-*-* 03:15:00 UTC']],
    ['cron(15 0/12 * * ? *)', '15 0,12 * * *', ['OnCalendar=*-*-* 00,12:15:00 UTC']],
    ['cron(15 * * * ? *)', '15 * * * *', ['OnCalendar=*-*-* *:15:00 UTC']],
    ['cron(0 8-18 * * ? *)', '0 8-18 * * *', ['OnCalendar=*-*-* 08..18:00:00 UTC']],
    ['cron(0 3 ? * MON-FRI *)', '0 3 * * 1-5', ['OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 03:00:00 UTC']],
    ['cron(0 3 ? * 1,7 *)', '0 3 * * 0,6', ['OnCalendar=Sun,Sat *-*-* 03:00:00 UTC']],
    ['cron(0 3 ? * L *)', '0 3 * * 6', ['OnCalendar=Sat *-*-* 03:00:00 UTC']],
    ['cron(0 3 1,15 JAN-MAR ? *)', '0 3 1,15 1-3 *', ['OnCalendar=*-01..03-01,15 03:00:00 UTC']],
    ['rate(1 minute)', '* * * * *', ['OnCalendar=*-*-* *:*:00 UTC']],
    ['rate(15 minutes)', '*/15 * * * *', ['OnCalendar=*-*-* *:00/15:00 UTC']],
    ['rate(1 hour)', '0 * * * *', ['OnCalendar=*-*-* *:00:00 UTC']],
    ['rate(120 minutes)', '0 */2 * * *', ['OnCalendar=*-*-* 00/2:00:00 UTC']],
    ['rate(1 day)', '0 0 * * *', ['OnCalendar=*-*-* 00:00:00 UTC']],
  ])('%s is %s in a crontab, %j for systemd', (expression, crontab, timer) => {
    expect(crontabSchedule(expression)).toBe(crontab);
    expect(timerLines(expression)).toEqual(timer);
  });

  it.each<[string, readonly string[]]>([
    ['rate(90 minutes)', ['OnActiveSec=1min', 'OnUnitActiveSec=90min']],
    ['rate(2 days)', ['OnActiveSec=1min', 'OnUnitActiveSec=2880min']],
    ['cron(0 3 L * ? *)', ['OnCalendar=*-*~01 03:00:00 UTC']],
    ['cron(0 3 ? * 6L *)', ['OnCalendar=Fri *-*~01..07 03:00:00 UTC']],
    ['cron(0 3 ? * TUE#2 *)', ['OnCalendar=Tue *-*-08..14 03:00:00 UTC']],
    ['cron(0 3 ? * TUE#5 *)', ['OnCalendar=Tue *-*-29..31 03:00:00 UTC']],
    ['cron(0 3 1 * ? 2026-2030)', ['OnCalendar=2026..2030-*-01 03:00:00 UTC']],
  ])('%s is %j for systemd, and refused for a crontab', (expression, timer) => {
    expect(timerLines(expression)).toEqual(timer);
    expect(() => crontabSchedule(expression)).toThrow(/No crontab can express this schedule/);
  });

  it.each(['cron(0 3 15W * ? *)', 'cron(0 3 LW * ? *)', 'cron(0 3 1,L * ? *)', 'cron(0 3 ? * MON,6L *)'])(
    'is refused where neither can express it: %s',
    (expression) => {
      expect(() => readSchedule(expression)).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
      expect(() => timerLines(expression)).toThrow(/crontab or systemd timer/);
    },
  );

  it('is refused when it is none', () => {
    expect(() => crontabSchedule('cron(0 3 * * *)')).toThrow(/six/);
  });
});

const field = (first: number, last: number) =>
  fc.uniqueArray(fc.integer({ min: first, max: last }), { minLength: 1, maxLength: 6 });

it('fires in a crontab at the very minutes at which it fires in AWS', () => {
  fc.assert(
    fc.property(field(0, 59), field(0, 23), field(1, 7), field(1, 12), (minutes, hours, weekdays, months) => {
      const expression = `cron(${minutes.join()} ${hours.join()} ? ${months.join()} ${weekdays.join()} *)`;
      const aws = parseSchedule(expression);
      if (aws.kind !== 'cron') throw new Error('not a rate');
      const [minute, hour, , month, weekday] = crontabSchedule(expression).split(' ').map(crontabField);
      expect(minute?.(60, 0)).toEqual(aws.minutes);
      expect(hour?.(24, 0)).toEqual(aws.hours);
      expect(month?.(12, 1)).toEqual(aws.months);
      expect(weekday?.(7, 0).map((day) => day + 1)).toEqual([...weekdays].sort());
    }),
  );
});

/** The values of a crontab's field, read by the words of crontab(5). */
function crontabField(text: string): (count: number, first: number) => number[] {
  return (count, first) =>
    Array.from({ length: count }, (_, at) => at + first).filter((value) =>
      text.split(',').some((item) => {
        const [from = '', to = from] = item.split('-');
        return item === '*' || (value >= Number(from) && value <= Number(to));
      }),
    );
}

describe('systemd', () => {
  const installed = spawnSync('systemd-analyze', ['--version']).status === 0;
  if (!installed && !process.env['CI'])
    it.todo('is not installed here: install it to check what it is given');
  else
    it.each([
      ['cron(0 3 ? * 6L *)', '2026-01-01', ['2026-01-30 03:00', '2026-02-27 03:00', '2026-03-27 03:00']],
      ['cron(0 3 ? * TUE#2 *)', '2026-01-01', ['2026-01-13 03:00', '2026-02-10 03:00', '2026-03-10 03:00']],
      ['cron(30 22 L * ? *)', '2028-01-31', ['2028-01-31 22:30', '2028-02-29 22:30', '2028-03-31 22:30']],
      ['rate(15 minutes)', '2026-01-01', ['2026-01-01 00:15', '2026-01-01 00:30', '2026-01-01 00:45']],
    ])('reads %s as it is meant', (expression, base, firings) => {
      const [calendar = ''] = timerLines(expression).map((line) => line.replace('OnCalendar=', ''));
      const args = ['calendar', '--iterations=3', `--base-time=${base} 00:00:00 UTC`, calendar];
      const text = execFileSync('systemd-analyze', args, {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'UTC' },
      });
      expect([...text.matchAll(/\d{4}-\d\d-\d\d \d\d:\d\d(?=:00 UTC)/g)].map(([time]) => time)).toEqual(
        firings,
      );
    });
});
