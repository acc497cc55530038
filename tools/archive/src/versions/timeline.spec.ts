import fc from 'fast-check';
import type { ObjectVersion } from '../model';
import { type Edit, OracleBucket } from '../testing/oracle';
import { aMarker, aVersion, collected, listing, second } from '../testing/versions';
import { contentOf, NOW, timelines } from './timeline';

/** What key `a` was at a second: a version's id, or `nothing`. */
async function idAt(versions: readonly ObjectVersion[], at: number): Promise<string> {
  const [timeline] = await collected(timelines(listing(versions), [second(at)]));
  return timeline?.moments[0]?.version?.versionId ?? 'nothing';
}

it.each<[string, readonly ObjectVersion[], number, string]>([
  ['nothing before the first version', [aVersion({ at: 5 })], 4, 'nothing'],
  ['a version in its own second', [aVersion({ at: 5 })], 5, 'v5'],
  ['the newest of several', [aVersion({ at: 5 }), aVersion({ at: 3 })], 4, 'v3'],
  ['a delete marker', [aVersion({ at: 5 }), aMarker({ at: 3 }), aVersion({ at: 1 })], 4, 'm3'],
  ['what lies between markers', [aMarker({ at: 5 }), aVersion({ at: 3 }), aMarker({ at: 1 })], 3, 'v3'],
  [
    'of one second the one that is listed first',
    [aVersion({ at: 5, versionId: 'second' }), aVersion({ at: 5, versionId: 'first' })],
    5,
    'second',
  ],
  ['a marker that lies on a version of its second', [aMarker({ at: 5 }), aVersion({ at: 5 })], 5, 'm5'],
  ['a version that lies on a marker of its second', [aVersion({ at: 5 }), aMarker({ at: 5 })], 5, 'v5'],
  [
    'no version before those that it lies on, however early its upload began',
    [aVersion({ at: 2, versionId: 'multipart' }), aVersion({ at: 4 }), aVersion({ at: 1 })],
    3,
    'v1',
  ],
  ['only markers', [aMarker({ at: 5 }), aMarker({ at: 3 })], 4, 'm3'],
])('shows %s', async (_, versions, at, id) => {
  expect(await idAt(versions, at)).toBe(id);
});

it('is uncertain where a null version was written later, for it may have overwritten one', async () => {
  const versions = [aVersion({ at: 9 }), aVersion({ at: 6, versionId: 'null' }), aVersion({ at: 2 })];
  const [timeline] = await collected(timelines(listing(versions), [second(5), second(6)]));
  expect(timeline?.moments).toEqual([
    { version: versions[2], doubt: 'overwritten' },
    { version: versions[1], doubt: undefined },
  ]);
});

it('is uncertain of what was uploaded in parts for as long as that may have taken', async () => {
  const day = 86_400;
  const versions = [
    aVersion({ at: 9 * day }),
    aVersion({ at: day, etag: 'parts-3', versionId: 'parts' }),
    aVersion({ at: 1 }),
  ];
  const moments = [1, day - 1, day, 8 * day - 1, 8 * day, 9 * day].map(second);
  const [timeline] = await collected(timelines(listing(versions), moments));
  expect(timeline?.moments.map(({ version, doubt }) => [version?.versionId, doubt])).toEqual([
    ['v1', undefined],
    ['v1', undefined],
    ['parts', 'uploading'],
    ['parts', 'uploading'],
    ['parts', undefined],
    [`v${9 * day}`, undefined],
  ]);
});

it('is uncertain of what a null version that was uploaded in parts may have overwritten when it was complete', async () => {
  const versions = [aVersion({ at: 3 }), aVersion({ at: 1, versionId: 'null', etag: 'parts-3' })];
  const [timeline] = await collected(timelines(listing(versions), [second(4), second(8 * 86_400)]));
  expect(timeline?.moments.map(({ doubt }) => doubt)).toEqual(['overwritten', undefined]);
});

it('is certain of what is there now, however it was uploaded', async () => {
  const [timeline] = await collected(timelines(listing([aVersion({ at: 1, etag: 'parts-3' })]), [NOW]));
  expect(timeline?.moments).toMatchObject([{ version: { versionId: 'v1' }, doubt: undefined }]);
});

it('gives one timeline per key, with all moments, in the order of the listing', async () => {
  const versions = ['a', 'a b', 'a/1', '\uFFFD', '😀'].flatMap((key) => [
    aVersion({ key, at: 3 }),
    aVersion({ key, at: 1 }),
  ]);
  const found = await collected(timelines(listing(versions), [second(1), second(2), second(3)]));
  expect(found.map(({ key }) => key)).toEqual(['a', 'a b', 'a/1', '\uFFFD', '😀']);
  for (const { moments, versions: count, latest } of found) {
    expect(moments.map(({ version }) => version?.versionId)).toEqual(['v1', 'v1', 'v3']);
    expect([count, latest.versionId]).toEqual([2, 'v3']);
  }
});

it('keeps nothing of 100,000 versions of one key but what it was asked for', async () => {
  let highest = 0;
  async function* many(): AsyncGenerator<ObjectVersion> {
    for (let at = 100_000; at > 0; at -= 1) {
      // 200 MB if all were kept.
      yield aVersion({ at, owner: Buffer.alloc(2000, `${at} `).toString('latin1') });
      if (at % 1000 === 0) highest = Math.max(highest, process.memoryUsage().heapUsed);
    }
  }
  const before = process.memoryUsage().heapUsed;
  const [timeline] = await collected(timelines(many(), [second(50_000)]));
  expect(timeline).toMatchObject({ versions: 100_000, latest: { versionId: 'v100000' } });
  expect(timeline?.moments[0]?.version?.versionId).toBe('v50000');
  expect(highest - before).toBeLessThan(100e6);
});

const key = fc.constantFrom('a', 'a/b', 'a b', 'ü');
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('put' as const), key, content: fc.constantFrom('x', 'y', 'z') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('suspend' as const, 'enable' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('begin' as const),
      key,
      content: fc.constantFrom('p-1', 'q-2'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('complete' as const), key }) },
);
const history = fc.array(fc.tuple(edit, fc.nat({ max: 1 })), { maxLength: 25 });

it('shows the tree of every second of any history, or says that it is not certain', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.constantFrom('begun', 'completed'), async (edits, order) => {
      const bucket = new OracleBucket(order);
      let now = 1;
      for (const [each, pause] of edits) bucket.apply(each, (now += pause));
      for (let at = 0; at <= now; at += 1) {
        const found = await collected(timelines(listing(bucket.listed()), [second(at)]));
        const states = new Map(found.map((timeline) => [timeline.key, timeline.moments[0]]));
        for (const name of ['a', 'a/b', 'a b', 'ü']) {
          const state = states.get(name);
          const shown = contentOf(state?.version)?.etag;
          if (state?.doubt === undefined) expect(shown).toBe(bucket.treeAt(at).get(name));
        }
      }
    }),
    { numRuns: 1000 },
  );
});
