import { relativeKey } from './relative-key';

it.each([
  ['', 'a/b', 'a/b'],
  ['a', 'a/b/c', 'b/c'],
  ['a/', 'a/b/c', 'b/c'],
  ['a/b.csv', 'a/b.csv', 'b.csv'],
  ['a/', 'a/', ''],
])('under %p the key %p is %p', (prefix, key, relative) => {
  expect(relativeKey(prefix, key)).toBe(relative);
});
