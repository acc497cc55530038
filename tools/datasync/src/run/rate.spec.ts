import { paceOf, type RunSample, withSample } from './rate';

const at = (seconds: number, bytes: number, files = 0): RunSample => ({ atMs: seconds * 1000, bytes, files });
const estimate = { estimatedBytes: 1000, estimatedFiles: 10 };

it.each<[string, RunSample[], number, number | undefined]>([
  ['nothing is known yet', [], 0, undefined],
  ['one look was taken', [at(0, 5)], 0, undefined],
  ['two looks at the same moment', [at(1, 5), at(1, 50)], 0, undefined],
  ['bytes hold it up', [at(0, 0, 0), at(10, 100, 9)], 10, 90],
  ['the number of files holds it up', [at(0, 0, 0), at(10, 900, 1)], 90, 90],
  ['nothing moves', [at(0, 100, 1), at(10, 100, 1)], 0, undefined],
  ['more came than was estimated', [at(0, 0, 0), at(10, 2000, 20)], 200, 0],
])('when %s', (_what, samples, bytesPerSecond, secondsLeft) => {
  expect(paceOf(samples, estimate)).toEqual({ bytesPerSecond, secondsLeft });
});

it('forgets what lies before its window, but for the last look there', () => {
  let samples: RunSample[] = [];
  for (let second = 0; second <= 100; second += 5) samples = withSample(samples, at(second, second));
  expect(samples.map(({ atMs }) => atMs / 1000)).toEqual([70, 75, 80, 85, 90, 95, 100]);
});
