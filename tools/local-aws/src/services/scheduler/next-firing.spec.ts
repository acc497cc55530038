import * as fc from 'fast-check';
import { UnreadableScheduleError } from './expression';
import { nextFiring } from './next-firing';

describe('the next firing', () => {
  it.each<[string, string, string | undefined]>([
    ['cron(15 3 * * ? *)', '2025-01-31T03:14:59Z', '2025-01-31T03:15:00Z'],
    ['cron(15 3 * * ? *)', '2025-01-31T03:15:00Z', '2025-02-01T03:15:00Z'],
    ['cron(15 0/4 * * ? *)', '2025-12-31T20:15:00Z', '2026-01-01T00:15:00Z'],
    ['cron(0,30 8-9 ? * MON-FRI *)', '2025-01-03T09:30:00Z', '2025-01-06T08:00:00Z'],
    ['cron(0 0 29 2 ? *)', '2025-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['cron(0 12 ? jan,JUL 1 *)', '2025-01-26T12:00:00Z', '2025-07-06T12:00:00Z'],
    ['cron(*/20 * * * ? *)', '2025-01-01T10:59:59.999Z', '2025-01-01T11:00:00Z'],
    ['cron(0 3 * * ? 2024)', '2025-01-01T00:00:00Z', undefined],
    ['cron(0 3 31 2 ? *)', '2025-01-01T00:00:00Z', undefined],
    ['at(2025-01-02T03:04:05)', '2025-01-01T00:00:00Z', '2025-01-02T03:04:05Z'],
    ['at(2025-01-02T03:04:05)', '2025-01-02T03:04:05Z', undefined],
  ])('of %s after %s is %s', (expression, after, expected) => {
    expect(nextFiring(expression, new Date(after))).toEqual(expected && new Date(expected));
  });

  it.each([
    ['2025-01-01T00:30:00Z', '2025-01-01T12:30:00Z'],
    ['2025-01-01T12:30:00Z', '2025-01-02T00:30:00Z'],
    ['2025-01-09T11:00:00Z', '2025-01-09T12:30:00Z'],
    ['2024-12-01T00:00:00Z', '2025-01-01T00:30:00Z'],
  ])('of rate(12 hours) that began at half past midnight, after %s, is %s', (after, expected) => {
    const next = nextFiring('rate(12 hours)', new Date(after), new Date('2025-01-01T00:30:00Z'));
    expect(next).toEqual(new Date(expected));
  });

  it('is later than asked, and there is none between', () => {
    const minute = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const cron = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 23 }));
    fc.assert(
      fc.property(minute, cron, (after, [past, step]) => {
        const expression = `cron(${past} 0/${step} * * ? *)`;
        const next = nextFiring(expression, after) as Date;
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        expect(nextFiring(expression, new Date(next.getTime() - 1))).toEqual(next);
        const between = new Date((after.getTime() + next.getTime()) / 2);
        expect(nextFiring(expression, between < next ? between : after)).toEqual(next);
      }),
    );
  });

  it.each([
    'every day',
    'rate(0 hours)',
    'rate(1.5 hours)',
    'at(tomorrow)',
    'cron(0 3 * * *)',
    'cron(0 3 * * * *)',
    'cron(60 3 * * ? *)',
    'cron(0 3-1 * * ? *)',
    'cron(0 3 L * ? *)',
    'cron(0 3 ? * 3#2 *)',
    'cron(0/0 3 * * ? *)',
  ])('refuses %s', (expression) => {
    expect(() => nextFiring(expression, new Date(0))).toThrow(UnreadableScheduleError);
  });
});
