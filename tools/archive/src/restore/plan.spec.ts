import fc from 'fast-check';
import type { ObjectVersion } from '../model';
import { type Edit, OracleBucket } from '../testing/oracle';
import { aMarker, aVersion, collected, listing, second } from '../testing/versions';
import { planRestore, treeAt } from './plan';

const plan = (versions: readonly ObjectVersion[], at: number, mirror = false) =>
  collected(planRestore(listing(versions), { at: second(at), mirror }));

it.each<[string, readonly ObjectVersion[], string]>([
  ['copies what was overwritten', [aVersion({ at: 9 }), aVersion({ at: 3 })], 'copy v3'],
  ['copies what was deleted', [aMarker({ at: 9 }), aVersion({ at: 3 })], 'copy v3'],
  [
    'copies what was deleted and made again',
    [aVersion({ at: 9 }), aMarker({ at: 8 }), aVersion({ at: 3 })],
    'copy v3',
  ],
  ['leaves the same version', [aVersion({ at: 3 })], 'unchanged same version'],
  [
    'leaves what has the same ETag and size',
    [aVersion({ at: 9, etag: 'e' }), aVersion({ at: 3, etag: 'e' })],
    'unchanged same ETag and size',
  ],
  [
    'copies what has the same ETag and another size',
    [aVersion({ at: 9, etag: 'e', size: 2 }), aVersion({ at: 3, etag: 'e' })],
    'copy v3',
  ],
  ['leaves what was made since', [aVersion({ at: 9 })], 'left not there then; written 2026-01-01T00:00:09Z'],
  ['has no step for what was deleted then and is now', [aMarker({ at: 9 }), aVersion({ at: 7 })], ''],
  ['has no step where only markers are', [aMarker({ at: 9 }), aMarker({ at: 3 })], ''],
  [
    'has no step for its own journals',
    [
      aVersion({ at: 9, key: '.strata/journal/r.jsonl' }),
      aVersion({ at: 3, key: '.strata/journal/r.jsonl' }),
    ],
    '',
  ],
])('%s', async (_, versions, expected) => {
  const steps = await plan(versions, 5);
  const shown = steps.map(
    (step) => `${step.kind} ${step.kind === 'copy' ? step.source.versionId : step.reason}`,
  );
  expect(shown.join()).toBe(expected);
});

it('removes what was made since only when it mirrors', async () => {
  const versions = [aVersion({ at: 9 }), aMarker({ at: 3 })];
  expect(await plan(versions, 5, true)).toEqual([
    expect.objectContaining({ kind: 'remove', key: 'a', before: versions[0], doubt: undefined }),
  ]);
});

it('refuses to remove what may have been there before a null version was overwritten', async () => {
  const [step] = await plan([aVersion({ at: 9, versionId: 'null' })], 5, true);
  expect(step).toMatchObject({ kind: 'left', doubt: 'overwritten' });
});

const key = fc.constantFrom('a', 'a/b', 'a+%20b', 'ü');
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('put' as const), key, content: fc.constantFrom('x', 'y', 'z') }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
);
const history = fc.array(fc.tuple(edit, fc.nat({ max: 1 })), { minLength: 1, maxLength: 25 });

it('brings back the tree of any second, and then what was: mirrored to the last key', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.nat({ max: 25 }), fc.boolean(), async (edits, moment, mirror) => {
      const bucket = new OracleBucket();
      let now = 1;
      for (const [each, pause] of edits) bucket.apply(each, (now += pause));
      const at = Math.min(moment, now);
      const was = bucket.tree();
      const steps = await plan(bucket.listed(), at, mirror);
      now += 1;
      for (const step of steps) {
        if (step.kind === 'copy') bucket.copy(step.key, step.source.versionId, now);
        if (step.kind === 'remove') bucket.apply({ kind: 'delete', key: step.key }, now);
      }
      const wanted = bucket.treeAt(at);
      if (mirror) expect(bucket.tree()).toEqual(wanted);
      for (const [name, content] of wanted) expect(bucket.tree().get(name)).toBe(content);
      expect(
        (await plan(bucket.listed(), at, mirror)).filter(({ kind }) => kind === 'copy' || kind === 'remove'),
      ).toEqual([]);

      now += 1;
      for (const { kind, key: name, before } of steps) {
        if (kind !== 'copy' && kind !== 'remove') continue;
        if (before === undefined || before.isDeleteMarker) bucket.apply({ kind: 'delete', key: name }, now);
        else bucket.copy(name, before.versionId, now);
      }
      expect(bucket.tree()).toEqual(was);
    }),
    { numRuns: 300 },
  );
});

it('shows the tree as it was, without markers and without its own keys', async () => {
  const versions = [
    aVersion({ at: 1, key: '.strata/journal/r.jsonl' }),
    aMarker({ at: 9 }),
    aVersion({ at: 3 }),
    aMarker({ at: 3, key: 'b' }),
    aVersion({ at: 9, key: 'c' }),
  ];
  const tree = await collected(treeAt(listing(versions), second(5)));
  expect(tree).toEqual([{ version: versions[2], doubt: undefined }]);
});
