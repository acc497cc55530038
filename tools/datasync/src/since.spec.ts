import { parseSince } from './since';

const NOW = new Date('2026-03-10T12:00:00Z');

it.each([
  ['90m', '2026-03-10T10:30:00.000Z'],
  ['24h', '2026-03-09T12:00:00.000Z'],
  ['7d', '2026-03-03T12:00:00.000Z'],
  ['2w', '2026-02-24T12:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['2026-03-01T06:00', '2026-03-01T06:00:00.000Z'],
  ['2026-03-01T06:00:00+02:00', '2026-03-01T04:00:00.000Z'],
])('reads %s', (text, moment) => {
  expect(parseSince(text, NOW).toISOString()).toBe(moment);
});

it.each([
  '',
  '7',
  'd',
  '-1d',
  '1.5d',
  '7 d',
  'yesterday',
  '2026-13-01',
  '2026-02-30T99:00',
  '2026-03-11',
  '2027',
])('refuses %j', (text) => {
  expect(() => parseSince(text, NOW)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
