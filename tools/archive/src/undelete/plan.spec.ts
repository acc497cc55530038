import { aMarker, aVersion, collected, listing, second } from '../testing/versions';
import type { ObjectVersion } from '../model';
import { planUndelete } from './plan';

it.each<[string, readonly ObjectVersion[], number | undefined, string]>([
  ['removes the marker on a version', [aMarker({ at: 5 }), aVersion({ at: 1 })], undefined, 'm5 > v1'],
  [
    'removes all markers of a key that was deleted twice',
    [aMarker({ at: 6 }), aMarker({ at: 5 }), aVersion({ at: 1 })],
    3,
    'm6 m5 > v1',
  ],
  [
    'removes no marker beneath a version',
    [aMarker({ at: 6 }), aVersion({ at: 5 }), aMarker({ at: 4 }), aVersion({ at: 1 })],
    3,
    'm6 > v5',
  ],
  ['removes a marker of the very second', [aMarker({ at: 5 }), aVersion({ at: 1 })], 5, 'm5 > v1'],
  ['leaves what was deleted before', [aMarker({ at: 5 }), aVersion({ at: 1 })], 6, 'left'],
  [
    'leaves what was deleted before and again since',
    [aMarker({ at: 6 }), aMarker({ at: 2 }), aVersion({ at: 1 })],
    4,
    'left',
  ],
  ['leaves a key of markers only', [aMarker({ at: 6 }), aMarker({ at: 2 })], undefined, 'left'],
  ['has no step for a key that exists', [aVersion({ at: 6 }), aMarker({ at: 2 })], undefined, ''],
  [
    'has no step for its own keys',
    [aMarker({ at: 5, key: '.strata/x' }), aVersion({ at: 1, key: '.strata/x' })],
    undefined,
    '',
  ],
])('%s', async (_, versions, since, expected) => {
  const steps = await collected(
    planUndelete(listing(versions), since === undefined ? undefined : second(since)),
  );
  const shown = steps.map((step) =>
    step.kind === 'left' ? 'left' : `${step.markers.join(' ')} > ${step.content.versionId}`,
  );
  expect(shown.join()).toBe(expected);
});

it('tells keys apart, the last one too', async () => {
  const versions = ['a', 'b', 'c'].flatMap((key) => [aMarker({ key, at: 5 }), aVersion({ key, at: 1 })]);
  const steps = await collected(planUndelete(listing(versions)));
  expect(steps.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});
