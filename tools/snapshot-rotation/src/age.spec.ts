import { formatAge } from './age';

it.each([
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7199, '119 min'],
  [7200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
  [86_400 * 400, '400 d'],
  [-90, 'in 90 s'],
])('says %d seconds as %s', (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});
