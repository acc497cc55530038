import { instantOf, refuseFuture } from './instant';

it.each([
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01t10:30:00+01:00', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T04:00:00-0530', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30:00.999Z', '2026-03-01T09:30:00.000Z'],
])('reads %s', (text, expected) => {
  expect(instantOf(text, '--at').toISOString()).toBe(expected);
});

it.each([
  '',
  'yesterday',
  '2026-03-01',
  '2026-03-01T09:30:00',
  '2026-02-30T09:30:00Z',
  '2026-03-01T25:30:00Z',
  '1772357400',
])('refuses %p, which is no moment with a zone', (text) => {
  expect(() => instantOf(text, '--at')).toThrow(/--at is no moment with its time zone/);
});

it('refuses a moment that has not come', () => {
  const now = new Date('2026-03-01T09:30:00Z');
  expect(() => refuseFuture(new Date('2026-03-01T09:30:01Z'), '--at', now)).toThrow(/is in the future/);
  expect(() => refuseFuture(now, '--at', now)).not.toThrow();
});
