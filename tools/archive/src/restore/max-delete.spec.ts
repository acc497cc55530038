import { DEFAULT_MAX_DELETE, isWithin, maxDeleteOf } from './max-delete';

it.each([
  ['50', { count: 50, percent: undefined }],
  ['20%', { count: undefined, percent: 20 }],
  ['5,100%', { count: 5, percent: 100 }],
  ['0', { count: 0, percent: undefined }],
])('reads --max-delete %s', (text, limit) => {
  expect(maxDeleteOf(text)).toEqual(limit);
});

it.each(['', ',', '5,', ',5%', '101%', '-1', 'all', '5%,5'])('refuses --max-delete %p', (text) => {
  expect(() => maxDeleteOf(text)).toThrow(/--max-delete is no limit/);
});

it.each([
  [0, 0, true],
  [1, 10, true],
  [2, 10, false],
  [100, 1000, true],
  [1001, 100_000, false],
])('removing %i of %i keys is within the default limit: %p', (removals, present, expected) => {
  expect(isWithin(removals, present, DEFAULT_MAX_DELETE)).toBe(expected);
});
