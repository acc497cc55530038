import fc from 'fast-check';
import { formatDuration, isZeroDuration, parseDuration, subtractDuration } from './duration';
import { InvalidDurationError } from './errors';

describe('parseDuration', () => {
  test.each([
    ['1y2m3d3h', { years: 1, months: 2, days: 3, hours: 3 }],
    ['7d', { years: 0, months: 0, days: 7, hours: 0 }],
    ['36h', { years: 0, months: 0, days: 0, hours: 36 }],
    ['3h1y', { years: 1, months: 0, days: 0, hours: 3 }],
    [' 2y5m7d3h\n', { years: 2, months: 5, days: 7, hours: 3 }],
    ['0d', { years: 0, months: 0, days: 0, hours: 0 }],
  ])('reads %j', (text, expected) => {
    expect(parseDuration(text)).toEqual(expected);
  });

  test.each([
    ['', 'it is empty'],
    ['  ', 'it is empty'],
    ['1w', '"w" is not a unit'],
    ['7', 'there is no unit after 7'],
    ['d', 'there is no number before "d"'],
    ['1y-2m', 'there is no number before "-"'],
    ['1.5d', '"." is not a unit'],
    ['1d 2h', 'there is no number before " "'],
    ['1d2d', '"d" is given twice'],
    ['1D', '"D" is not a unit'],
    ['1constructor', '"c" is not a unit'],
    ['99999999999999999999d', '99999999999999999999 is too large'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseDuration(text)).toThrow(InvalidDurationError);
    expect(() => parseDuration(text)).toThrow(problem);
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test('reads back what formatDuration writes', () => {
    const part = fc.nat();
    fc.assert(
      fc.property(fc.record({ years: part, months: part, days: part, hours: part }), (duration) => {
        expect(parseDuration(formatDuration(duration))).toEqual(duration);
        expect(isZeroDuration(duration)).toBe(formatDuration(duration) === '0h');
      }),
    );
  });
});

describe('subtractDuration', () => {
  test.each([
    ['2026-03-31T10:00Z', '1m', '2026-03-03T10:00Z', 'a day that February lacks runs over into March'],
    ['2028-03-31T10:00Z', '1m', '2028-03-02T10:00Z', 'by one day less in a leap year'],
    ['2026-05-31T00:00Z', '1m', '2026-05-01T00:00Z', 'as does the 31st of April'],
    ['2026-07-31T00:00Z', '2m', '2026-05-31T00:00Z', 'months of 30 days between do not matter'],
    ['2028-02-29T12:00Z', '1y', '2027-03-01T12:00Z', 'a leap day has no day a year before'],
    ['2028-02-29T12:00Z', '4y', '2024-02-29T12:00Z', 'but has one four years before'],
    ['2026-01-15T00:00Z', '3m', '2025-10-15T00:00Z', 'over the turn of the year'],
    ['2028-03-01T00:00Z', '1d', '2028-02-29T00:00Z', 'the day before 1 March in a leap year'],
    [
      '2026-03-29T03:30Z',
      '24h',
      '2026-03-28T03:30Z',
      'the night in which Europe changes its clocks is no exception',
    ],
    ['2026-03-30T00:00Z', '1m1d', '2026-03-01T00:00Z', 'months and days are taken off together'],
    ['2026-06-15T12:00Z', '1y2m3d3h', '2025-04-12T09:00Z', 'all parts add up'],
    ['2026-06-15T12:00Z', '1950y', '0076-06-15T12:00Z', 'years below 100 are themselves, not 1976'],
  ])('from %s takes %s to %s: %s', (from, duration, expected) => {
    expect(new Date(subtractDuration(new Date(from), parseDuration(duration)))).toEqual(
      new Date(expected.startsWith('0') ? `+00${expected}`.replace('Z', ':00Z') : expected),
    );
  });

  test('reaches back without end when no date is that far back', () => {
    expect(subtractDuration(new Date('2026-01-01'), parseDuration('9999999y'))).toBe(-Infinity);
  });

  test('never comes later when a part grows', () => {
    const part = fc.nat({ max: 400 });
    const duration = fc.record({ years: part, months: part, days: part, hours: part });
    const when = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(when, duration, duration, (from, a, more) => {
        const b = {
          years: a.years + more.years,
          months: a.months + more.months,
          days: a.days + more.days,
          hours: a.hours + more.hours,
        };
        expect(subtractDuration(from, b)).toBeLessThanOrEqual(subtractDuration(from, a));
      }),
    );
  });
});
