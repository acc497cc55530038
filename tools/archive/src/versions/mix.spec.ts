import fc from 'fast-check';
import { type Edit, OracleBucket, type VersionOrder } from '../testing/oracle';
import { aMarker, aVersion } from '../testing/versions';
import { mixed } from './mix';

const ids = (found: readonly { readonly versionId: string }[]) => found.map(({ versionId }) => versionId);

it('gives back the order of S3, also within one second', () => {
  const versions = [aVersion({ at: 5, versionId: 'v2' }), aVersion({ at: 5, versionId: 'v1' })];
  const markers = [aMarker({ at: 5, isLatest: true }), aMarker({ at: 5, versionId: 'm4' })];
  expect(ids(mixed(versions, markers, ['marker', 'version', 'marker', 'version']))).toEqual([
    'm5',
    'v2',
    'm4',
    'v1',
  ]);
});

it.each([
  [
    'keys',
    [aVersion({ at: 1 }), aVersion({ at: 1, key: 'c', versionId: 'c' })],
    [aMarker({ at: 1, key: 'b' })],
    ['v1', 'm1', 'c'],
  ],
  [
    'dates',
    [aVersion({ at: 3 }), aVersion({ at: 1 }), aVersion({ at: 1, key: 'b', versionId: 'b' })],
    [aMarker({ at: 2 })],
    ['v3', 'm2', 'v1', 'b'],
  ],
  ['what is latest', [aVersion({ at: 3 })], [aMarker({ at: 3, isLatest: true })], ['m3', 'v3']],
])('goes by %s where an answer lists all markers after all versions', (_, versions, markers, expected) => {
  const order = [...versions.map(() => 'version' as const), ...markers.map(() => 'marker' as const)];
  expect(ids(mixed(versions, markers, order))).toEqual(expected);
});

it('takes a version that lies on a marker which is dated later: its upload was begun before', () => {
  const versions = [
    aVersion({ at: 9, isLatest: true }),
    aVersion({ at: 1, etag: 'm-2' }),
    aVersion({ at: 0, versionId: 'v0' }),
  ];
  const order = ['version', 'version', 'marker', 'version'] as const;
  expect(ids(mixed(versions, [aMarker({ at: 5 })], order))).toEqual(['v9', 'v1', 'm5', 'v0']);
});

it('keeps the order of all other keys where one is not in that of S3', () => {
  const within = [aVersion({ at: 5, versionId: 'again' }), aVersion({ at: 1 })];
  const torn = [
    aVersion({ at: 3, key: 'b', versionId: 'b3' }),
    aVersion({ at: 1, key: 'b', versionId: 'b1' }),
  ];
  const markers = [aMarker({ at: 5 }), aMarker({ at: 2, key: 'b', versionId: 'bm2' })];
  const last = aVersion({ at: 1, key: 'c', versionId: 'c' });
  const order = ['version', 'marker', 'version', 'version', 'version', 'version', 'marker'] as const;
  expect(ids(mixed([...within, ...torn, last], markers, order))).toEqual([
    ...['again', 'm5', 'v1'],
    ...['b3', 'bm2', 'b1'],
    'c',
  ]);
});

it('goes by keys and dates where no order is known', () => {
  expect(ids(mixed([aVersion({ at: 1 })], [aMarker({ at: 2 })], []))).toEqual(['m2', 'v1']);
});

const key = fc.constantFrom('a', 'b', '\uFFFD', '😀');
const edits = fc.array(
  fc.tuple(
    fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, content: fc.constantFrom('x', 'y') }),
      fc.record({ kind: fc.constant('delete' as const), key }),
      fc.record({ kind: fc.constant('begin' as const), key, content: fc.constantFrom('p-1', 'q-2') }),
      fc.record({ kind: fc.constant('complete' as const), key }),
    ),
    fc.nat({ max: 1 }),
  ),
  { maxLength: 25 },
);

const versionOrder = fc.constantFrom<VersionOrder>('begun', 'completed');

it('gives back any listing that was sorted into versions and markers', () => {
  fc.assert(
    fc.property(edits, versionOrder, (history: [Edit, number][], by) => {
      const bucket = new OracleBucket(by);
      let now = 1;
      for (const [edit, pause] of history) bucket.apply(edit, (now += pause));
      const listed = bucket.listed();
      const versions = listed.filter(({ isDeleteMarker }) => !isDeleteMarker);
      const markers = listed.filter(({ isDeleteMarker }) => isDeleteMarker);
      const order = listed.map(({ isDeleteMarker }) => (isDeleteMarker ? 'marker' : 'version'));
      expect(mixed(versions, markers, order)).toEqual(listed);
    }),
    { numRuns: 1000 },
  );
});
