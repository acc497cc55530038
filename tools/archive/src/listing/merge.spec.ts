import fc from 'fast-check';
import { byUtf8 } from '../keys';
import { merge, OutOfOrderError, type Pair } from './merge';

interface Entry {
  readonly path: string;
  readonly side: string;
}

async function* inBatches(paths: readonly string[], side: string, size: number, fault?: Error) {
  for (let at = 0; at < paths.length; at += size)
    yield paths.slice(at, at + size).map((path) => ({ path, side }));
  yield [];
  if (fault) throw fault;
}

async function collect(
  source: AsyncIterable<readonly Entry[]>,
  destination: AsyncIterable<readonly Entry[]>,
) {
  const pairs: Pair<Entry>[] = [];
  for await (const batch of merge(source, destination)) pairs.push(...batch);
  return pairs;
}

const paths = fc
  .uniqueArray(
    fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '-', '\u{1F600}', '\uE000'), minLength: 1 }),
  )
  .map((all) => all.sort(byUtf8));

it('pairs what is the same and tells what is missing, whatever the batches are', async () => {
  await fc.assert(
    fc.asyncProperty(
      paths,
      paths,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      async (one, other, n, m) => {
        const pairs = await collect(inBatches(one, 's', n), inBatches(other, 'd', m));
        expect(pairs.map(({ path }) => path)).toEqual([...new Set([...one, ...other])].sort(byUtf8));
        expect(pairs.filter(({ source }) => source).map(({ source }) => source?.path)).toEqual(one);
        expect(
          pairs.filter(({ destination }) => destination).map(({ destination }) => destination?.path),
        ).toEqual(other);
        expect(
          pairs.every(({ path, source, destination }) =>
            [source, destination].every((it) => !it || it.path === path),
          ),
        ).toBe(true);
      },
    ),
  );
});

it.each(['source', 'destination'])(
  'fails when the %s breaks off, after what came before it',
  async (side) => {
    const fault = new Error('page 2');
    const broken = inBatches(['a', 'b'], 's', 1, fault);
    const whole = inBatches(['a', 'b', 'c'], 'd', 1);
    await expect(side === 'source' ? collect(broken, whole) : collect(whole, broken)).rejects.toBe(fault);
  },
);

it.each([
  ['b', 'a'],
  ['a', 'a'],
  ['a/b', 'a.b'],
])('refuses a side that is not in order: %s, then %s', async (...wrong) => {
  await expect(collect(inBatches(wrong, 's', 1), inBatches([], 'd', 1))).rejects.toBeInstanceOf(
    OutOfOrderError,
  );
});

it('lets both sides clean up when it is left early', async () => {
  const closed: string[] = [];
  async function* endless(side: string) {
    try {
      for (let at = 0; ; at += 1) yield [{ path: String(at).padStart(9, '0'), side }];
    } finally {
      closed.push(side);
    }
  }
  for await (const batch of merge(endless('s'), endless('d'))) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
  expect(closed.sort()).toEqual(['d', 's']);
});
