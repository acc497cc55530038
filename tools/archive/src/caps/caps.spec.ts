import { capsExceeded, capsText, DEFAULT_CAPS } from './deletion-caps';
import { maxDelete } from './max-delete';

it.each([
  [['50'], { count: 50, percent: undefined }],
  [['20%'], { count: undefined, percent: 20 }],
  [['5', '100 %'], { count: 5, percent: 100 }],
  [['100%', '7', '5'], { count: 5, percent: 100 }],
  [['0'], { count: 0, percent: undefined }],
])('reads --max-delete %p', (texts, caps) => {
  expect(
    texts.reduce<ReturnType<typeof maxDelete> | undefined>(
      (before, text) => maxDelete(text, before),
      undefined,
    ),
  ).toEqual(caps);
});

it.each(['', ',', '5,', '5,5%', '101%', '-1', 'all', '1.5', '1e3'])('refuses --max-delete %p', (text) => {
  expect(() => maxDelete(text)).toThrow(/--max-delete is neither a count nor a share/);
});

it.each([
  [0, 0, []],
  [1, 10, []],
  [2, 10, ['10 %']],
  [100, 1000, []],
  [1001, 100_000, ['1000']],
  [1001, 1001, ['1000', '10 %']],
  [1, 0, ['10 %']],
])('%i deletions of %i are over the default caps %p', (deletions, all, exceeded) => {
  expect(capsExceeded(deletions, all, DEFAULT_CAPS)).toEqual(exceeded);
});

it.each([
  [{ count: 1000, percent: 10 }, 'at most 1000 keys and 10 % of what is there'],
  [{ count: undefined, percent: 100 }, 'at most 100 % of what is there'],
  [{ count: undefined, percent: undefined }, 'any number'],
])('tells of %p', (caps, text) => {
  expect(capsText(caps)).toBe(text);
});
