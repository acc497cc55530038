import fc from 'fast-check';
import { compareKeys } from './item';
import { mergeByKey } from './merge';

async function* stream(keys: readonly string[]): AsyncGenerator<{ readonly key: string }> {
  for (const key of keys) yield { key };
}

async function merged(left: readonly string[], right: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  for await (const { key, left: l, right: r } of mergeByKey(stream(left), stream(right))) {
    seen.push(`${l ? 'L' : ''}${r ? 'R' : ''} ${key}`);
  }
  return seen;
}

it('says of every key on which sides it is, once and in order', async () => {
  const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(keys, keys, async (one, other) => {
      const [left, right] = [one.toSorted(compareKeys), other.toSorted(compareKeys)];
      const all = [...new Set([...left, ...right])].sort(compareKeys);
      const side = (key: string) =>
        `${left.includes(key) ? 'L' : ''}${right.includes(key) ? 'R' : ''} ${key}`;
      expect(await merged(left, right)).toEqual(all.map(side));
    }),
  );
});

it('orders by bytes of UTF-8 and not, as JavaScript does, by UTF-16', () => {
  expect(['＠', '😀', 'a/', 'a-b'].sort(compareKeys)).toEqual(['a-b', 'a/', '＠', '😀']);
});

it.each([
  ['source', ['b', 'a'], ['a']],
  ['archive', ['a'], ['a', 'a']],
])('fails when the listing of the %s is out of order', async (side, left, right) => {
  await expect(merged(left, right)).rejects.toMatchObject({
    message: expect.stringContaining(side),
    exitCode: 1,
  });
});
