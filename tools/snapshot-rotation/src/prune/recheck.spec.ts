import type { SnapshotRecord } from '../model';
import { aPolicy } from '../testing/policies';
import { aSnapshot } from '../testing/snapshots';
import { planPrune, type PruneOverrides } from './plan';
import { recheck } from './recheck';

const NOW = new Date('2026-03-10T12:00:00Z');
const NEWEST = aSnapshot('newest', '2026-03-09T03:00:00Z');
const SECOND = aSnapshot('second', '2026-03-08T03:00:00Z');
const OLD = aSnapshot('old', '2026-03-07T03:00:00Z');
const HELD = aSnapshot('held', '2026-03-06T03:00:00Z', { heldBy: ['ami-1'] });
const FAILED = aSnapshot('failed', '2026-03-05T03:00:00Z', { state: 'error' });
const ALL = [NEWEST, SECOND, OLD, HELD, FAILED];

/** What becomes of `old` and `failed` when EC2 lists these at the second look. */
function verdicts(found: readonly SnapshotRecord[], overrides: PruneOverrides = {}) {
  const request = { policy: aPolicy(), region: 'eu-central-1', now: NOW, overrides };
  const plan = planPrune(ALL, { ...request, scope: { volumeIds: ['vol-1'] } });
  const [group] = plan.groups;
  if (group === undefined) throw new Error('No group was planned.');
  const verdictOn = recheck(group, new Map(found.map((snapshot) => [snapshot.id, snapshot])), plan);
  return Object.fromEntries(
    group.remove.map((removal) => {
      const verdict = verdictOn(removal);
      return [removal.snapshot.id, verdict.kind === 'stay' ? verdict.reason : verdict.kind];
    }),
  );
}

const without = (...gone: SnapshotRecord[]) => ALL.filter((snapshot) => !gone.includes(snapshot));
const GO = { old: 'go', failed: 'go' };

it.each<[string, SnapshotRecord[], Record<string, string>]>([
  ['nothing has changed', ALL, GO],
  ['what only stood by has vanished', without(HELD), GO],
  ['it is gone already', without(OLD), { old: 'gone', failed: 'go' }],
  [
    'the newest has vanished',
    without(NEWEST),
    { old: 'newest, which was to stay in its place, has vanished', failed: 'go' },
  ],
  [
    'one of those that were to stay has turned bad',
    [NEWEST, { ...SECOND, state: 'error' }, OLD, FAILED],
    { old: 'second, which was to stay in its place, is in state error', failed: 'go' },
  ],
  [
    'one of those that were to stay lies in the Recycle Bin',
    [{ ...NEWEST, state: 'recoverable' }, SECOND, OLD, FAILED],
    { old: 'newest, which was to stay in its place, is in state recoverable', failed: 'go' },
  ],
  [
    'someone has taken our tag off it',
    [NEWEST, SECOND, { ...OLD, tags: {} }, FAILED],
    { old: "by a second look: does not carry the policy's tag", failed: 'go' },
  ],
  [
    'someone has taken our tag off one that stays',
    [NEWEST, { ...SECOND, tags: {} }, OLD, FAILED],
    { old: 'by a second look: last snapshot', failed: 'go' },
  ],
  [
    'AWS Backup has taken it over',
    [NEWEST, SECOND, { ...OLD, heldBy: ['aws-backup'] }, FAILED],
    { old: 'by a second look: managed by AWS Backup', failed: 'go' },
  ],
  ['the failed one has completed after all', [NEWEST, SECOND, OLD, { ...FAILED, state: 'completed' }], GO],
])('when %s', (_what, found, expected) => {
  expect(verdicts(found)).toEqual(expected);
});

it('rests on nothing where everything may go', () => {
  const everything = { retention: {}, maxRemove: { percent: 100 }, unsafeAllowRemoveAll: true };
  expect(verdicts([SECOND, OLD], everything)).toEqual({
    newest: 'gone',
    second: 'go',
    old: 'go',
    failed: 'gone',
  });
});
