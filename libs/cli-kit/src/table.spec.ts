import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { formatSeconds, plural, table } from './table';

const columns = [
  { title: 'layer', value: (row: { name: string; count: number }) => row.name },
  { title: 'resources', value: (row: { name: string; count: number }) => row.count },
];

describe('a table', () => {
  it('aligns text left and numbers right, without trailing spaces', () => {
    const rows = [
      { name: 'backbone', count: 50 },
      { name: 'x', count: 7 },
    ];
    expect(table(rows, columns)).toBe('layer     resources\nbackbone         50\nx                 7\n');
  });

  it('of no rows is empty', () => {
    expect(table([], columns)).toBe('');
  });

  it('is not put out of line by colours', () => {
    const plain = table([{ name: 'ab', count: 1 }], columns);
    const red = table([{ name: '\u001b[31mab\u001b[39m', count: 1 }], columns);
    expect(stripVTControlCharacters(red)).toBe(plain);
  });

  it('starts the second column at the same place in every line', () => {
    const rows = fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,12}$/), count: fc.nat(9) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (some) => {
        const lengths = table(some, columns)
          .trimEnd()
          .split('\n')
          .map((line) => line.length);
        expect(new Set(lengths).size).toBe(1);
      }),
    );
  });
});

it.each([
  [0.04, '0.0 s'],
  [9.94, '9.9 s'],
  [12.3, '12 s'],
  [59.6, '1 min 0 s'],
  [185, '3 min 5 s'],
])('%d seconds read as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it('a count of one has a singular noun', () => {
  expect([plural(1, 'layer'), plural(2, 'layer'), plural(0, 'entry', 'entries')]).toEqual([
    '1 layer',
    '2 layers',
    '0 entries',
  ]);
});
