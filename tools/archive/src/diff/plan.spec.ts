import type { ObjectVersion } from '../model';
import { aMarker, aVersion, collected, listing, second } from '../testing/versions';
import { planDiff } from './plan';

it.each<[string, readonly ObjectVersion[], string]>([
  ['added: what came', [aVersion({ at: 5 })], 'added -v5'],
  ['added: what was deleted and came again', [aVersion({ at: 5 }), aMarker({ at: 1 })], 'added -v5'],
  ['changed: what was overwritten', [aVersion({ at: 5 }), aVersion({ at: 1 })], 'changed v1-v5'],
  ['deleted: what got a marker', [aMarker({ at: 5 }), aVersion({ at: 1 })], 'deleted v1-'],
  ['nothing: what came and went', [aMarker({ at: 6 }), aVersion({ at: 5 })], ''],
  ['nothing: the same bytes again', [aVersion({ at: 5, etag: 'e' }), aVersion({ at: 1, etag: 'e' })], ''],
  ['nothing: what came later', [aVersion({ at: 20 }), aVersion({ at: 1 })], ''],
  ['nothing: Strata’s own', [aVersion({ at: 5, key: '.strata/journal/x' })], ''],
])('shows %s', async (_, versions, expected) => {
  const found = await collected(planDiff(listing(versions), second(3), second(10)));
  const shown = found.map(({ kind, from, to }) => `${kind} ${from?.versionId ?? ''}-${to?.versionId ?? ''}`);
  expect(shown.join()).toBe(expected);
});

it('says where a null version that was overwritten makes it uncertain', async () => {
  const [difference] = await collected(
    planDiff(listing([aVersion({ at: 5, versionId: 'null' })]), second(3), second(10)),
  );
  expect(difference).toMatchObject({ kind: 'added', doubt: 'overwritten' });
});
