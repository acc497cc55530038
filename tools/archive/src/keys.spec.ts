import fc from 'fast-check';
import { byUtf8, isFolderMarker, keyFault, pathFault } from './keys';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '.', '-', 'é', '\uE000', '\uFFFD', '\u{1F600}', '\u{10FFFF}'),
});

it('orders texts as their bytes of UTF-8', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(Math.sign(byUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
    }),
  );
});

it.each([
  ['a'.repeat(1024), undefined],
  ['a'.repeat(1025), /1025 bytes/],
  ['é'.repeat(513), /1026 bytes/],
])('a key that S3 cannot hold is told: %#', (key, fault) => {
  if (fault) expect(keyFault(key)).toMatch(fault);
  else expect(keyFault(key)).toBeUndefined();
});

it.each([
  ['a/b.txt', undefined],
  ['..a/.b', undefined],
  ['a//b', /empty name/],
  ['/a', /empty name/],
  ['a/', /empty name/],
  ['../a', /is \.\./],
  ['a/./b', /is \., /],
  ['a\0b', /null character/],
  [`a/${'é'.repeat(128)}`, /256 bytes/],
  ['a/'.repeat(2048) + 'a', /Linux takes 4095/],
])('a path that a file system cannot hold is told: %#', (path, fault) => {
  if (fault) expect(pathFault(path, '/root')).toMatch(fault);
  else expect(pathFault(path, '/root')).toBeUndefined();
});

it('knows markers of folders by their slash and their emptiness', () => {
  expect([isFolderMarker('a/', 0), isFolderMarker('a/', 1), isFolderMarker('a', 0)]).toEqual([
    true,
    false,
    false,
  ]);
});
