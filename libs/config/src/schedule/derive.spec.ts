import * as fc from 'fast-check';
import { MAX_POLICIES } from '../schema/snapshots';
import { deriveIntervalHours, deriveSchedules, leastRpoHours, scheduleEvery } from './derive';
import { scheduleGaps } from './gaps';

const durations = { datasync: 30, snapshots: 15, awsBackup: 30 };

describe('derived schedules', () => {
  it.each([
    [
      1.5,
      { datasync: 'cron(0 * * * ? *)', snapshots: 'cron(15 * * * ? *)', awsBackup: 'cron(30 * * * ? *)' },
    ],
    [
      6,
      {
        datasync: 'cron(0 0/4 * * ? *)',
        snapshots: 'cron(15 0/4 * * ? *)',
        awsBackup: 'cron(30 0/4 * * ? *)',
      },
    ],
    [
      24,
      {
        datasync: 'cron(0 0/12 * * ? *)',
        snapshots: 'cron(15 0/12 * * ? *)',
        awsBackup: 'cron(30 0/12 * * ? *)',
      },
    ],
    [48, { datasync: 'cron(0 3 * * ? *)', snapshots: 'cron(15 3 * * ? *)', awsBackup: 'cron(30 3 * * ? *)' }],
    [1.25, { datasync: undefined, snapshots: 'cron(15 * * * ? *)', awsBackup: undefined }],
  ])('for an RPO of %d hours are %j', (rpoHours, schedules) => {
    expect(deriveSchedules({ rpoHours, expectedDurationMinutes: durations })).toEqual(schedules);
  });

  it('meet every RPO they are derived for, and never overlap a run', () => {
    const needs = fc.record({
      rpoMinutes: fc.integer({ min: 1, max: 720 * 60 }),
      duration: fc.integer({ min: 1, max: 1440 }),
    });
    fc.assert(
      fc.property(needs, ({ rpoMinutes, duration }) => {
        const { datasync } = deriveSchedules({
          rpoHours: rpoMinutes / 60,
          expectedDurationMinutes: { datasync: duration, snapshots: duration, awsBackup: duration },
        });
        const admissible = rpoMinutes / 60 >= (leastRpoHours(duration) ?? Infinity);
        if (datasync === undefined) return expect(admissible).toBe(false);
        const gaps = scheduleGaps(datasync);
        expect(gaps.longestMinutes + duration).toBeLessThanOrEqual(rpoMinutes);
        expect(gaps.shortestMinutes).toBeGreaterThanOrEqual(Math.max(60, duration));
      }),
      { numRuns: 200 },
    );
  });

  it('start no two snapshot policies in the same minute', () => {
    const starts = Array.from({ length: MAX_POLICIES }, (_, place) => scheduleEvery('snapshots', 12, place));
    expect(new Set(starts).size).toBe(MAX_POLICIES);
    expect(starts[1]).toBe('cron(26 0/12 * * ? *)');
  });

  it('exist exactly from the least RPO on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), (duration) => {
        const least = leastRpoHours(duration) ?? 0;
        expect(deriveIntervalHours(least, duration)).toBeDefined();
        expect(deriveIntervalHours(least - 0.011, duration)).toBeUndefined();
      }),
    );
  });

  it('refuses runs that take longer than a day, whatever the RPO', () => {
    expect(leastRpoHours(1441)).toBeUndefined();
    expect(deriveIntervalHours(720, 1441)).toBeUndefined();
  });
});
