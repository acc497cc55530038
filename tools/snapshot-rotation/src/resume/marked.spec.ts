import type { InstanceRecord, SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { isNothing, type Marked, still } from './marked';

const { stoppedBy: stopped, standbyBy: standby } = TAG;

function marked(
  tags: Readonly<Record<string, string>> | undefined,
  unfinished: readonly string[] = [],
): Marked {
  const instance = { id: 'i-1', tags } as unknown as InstanceRecord;
  return {
    instances: tags === undefined ? [] : [instance],
    unfinished: unfinished.map((id) => ({ id }) as unknown as SnapshotRecord),
  };
}

const NAME = { Name: 'web' };

it.each<
  [
    string,
    Record<string, string> | undefined,
    Record<string, string> | undefined,
    Record<string, string> | undefined,
  ]
>([
  [
    'stays marked',
    { [stopped]: 'run-1', ...NAME },
    { [stopped]: 'run-1', ...NAME },
    { [stopped]: 'run-1', ...NAME },
  ],
  ['was put back', { [stopped]: 'run-1' }, undefined, undefined],
  [
    'was put back, and another run is at work on it',
    { [stopped]: 'run-1' },
    { [stopped]: 'run-2', ...NAME },
    undefined,
  ],
  ['has come since', undefined, { [stopped]: 'run-2' }, undefined],
  [
    'was started and is still in Standby',
    { [stopped]: 'run-1', [standby]: 'run-1' },
    { [standby]: 'run-1' },
    { [standby]: 'run-1' },
  ],
])('an instance that %s', (_case, before, now, expected) => {
  expect(still(marked(before), marked(now))).toEqual(marked(expected));
});

it('keeps the snapshots that are unfinished at both looks', () => {
  expect(still(marked(undefined, ['snap-1', 'snap-2']), marked(undefined, ['snap-2', 'snap-3']))).toEqual(
    marked(undefined, ['snap-2']),
  );
});

it('knows when nothing is marked', () => {
  expect(
    [marked(undefined), marked({ [stopped]: 'run-1' }), marked(undefined, ['snap-1'])].map(isNothing),
  ).toEqual([true, false, false]);
});
