import { approve } from './approve';
import { InvalidPolicyError, InvalidSnapshotError, PlanRefusedError } from './errors';
import { plan } from './plan';
import type { RemovalCaps } from './refusal';
import { keptLines, NO_CAPS, POLICY_TAG, removedIds, snapshotAt, snapshotsEvery } from './sample-snapshots';
import type { Snapshot } from './snapshot';

const NOW = new Date('2026-06-01T00:00Z');
const week = snapshotsEvery(24, '2026-05-01T00:00Z', 7);
const NEWEST = '2026-05-07T00:00';

describe('guards', () => {
  test('the newest completed snapshot stays where only tags are kept, and no tag matches', () => {
    const kept = plan(week, { keepTags: [[{ key: 'hold' }]] }, NOW, NO_CAPS);
    expect(keptLines(kept)).toEqual([`${NEWEST}: newest completed snapshot of its volume`]);
  });

  test.each<[string, Partial<Snapshot>]>([
    ['is pending', { state: 'pending' }],
    ['failed', { state: 'error' }],
    ['lies in the Recycle Bin', { state: 'recoverable' }],
    ['is dated in the future', { startTime: new Date('2026-06-02') }],
    ['is not ours', { tags: {} }],
    ['belongs to AWS Backup', { heldBy: ['aws-backup'] }],
    ['is used by an AMI', { heldBy: ['ami-1'] }],
  ])('a newer snapshot that %s is kept beside, and makes no other go', (_, changes) => {
    const newer = snapshotAt('2026-05-08T00:00Z', { id: 'newer', ...changes });
    const alone = plan(week, { keepLast: 2 }, NOW, NO_CAPS);
    const both = plan([newer, ...week], { keepLast: 2 }, NOW, NO_CAPS);
    expect(removedIds(both)).toEqual(removedIds(alone));
    expect(both.keep.map(({ snapshot }) => snapshot.id)).toContain('newer');
  });

  test('a volume all of whose snapshots failed or are pending loses none', () => {
    const bad = week.map(
      (snapshot, nth) => ({ ...snapshot, state: nth % 2 ? 'error' : 'pending' }) as Snapshot,
    );
    expect(plan(bad, { keepLast: 1 }, NOW, NO_CAPS)).toMatchObject({ remove: [], candidates: 0 });
  });

  test('failed snapshots go when that is asked for, with their reason, but not those with a tag to keep', () => {
    const failed = [
      snapshotAt('2026-05-09T00:00Z', { id: 'bad', state: 'error' }),
      snapshotAt('2026-05-08T00:00Z', { id: 'kept', state: 'error', tags: { policy: 'nightly', hold: '' } }),
    ];
    const policy = { keepLast: -1, keepTags: [[{ key: 'hold' }]] };
    const { remove } = plan([...failed, ...week], policy, NOW, { ...NO_CAPS, removeFailed: true });
    expect(remove).toEqual([
      { snapshot: failed[0], reason: { code: 'failed', text: 'it failed and holds no backup' } },
    ]);
  });

  test('copies whose source volume is not known are never weighed against each other', () => {
    const copies = week.map((snapshot) => ({ ...snapshot, volumeId: 'vol-ffffffff' }));
    expect(plan(copies, { keepLast: 1 }, NOW, NO_CAPS).remove).toEqual([]);
  });
});

describe('volumes', () => {
  test('each is planned by itself, in the order of their ids, and lists join them', () => {
    const other = week
      .slice(0, 3)
      .map((snapshot) => ({ ...snapshot, id: `b ${snapshot.id}`, volumeId: 'vol-0' }));
    const result = plan([...week, ...other], { keepLast: 1 }, NOW, NO_CAPS);
    expect(result.groups.map(({ volumeId, keep, remove }) => [volumeId, keep.length, remove.length])).toEqual(
      [
        ['vol-0', 1, 2],
        ['vol-1', 1, 6],
      ],
    );
    expect(result.keep).toEqual(result.groups.flatMap((group) => group.keep));
    expect(result.remove).toEqual(result.groups.flatMap((group) => group.remove));
  });

  test('snapshots of the same time are told apart by their ids', () => {
    const twins = ['c', 'a', 'b'].map((id) => snapshotAt('2026-05-01T00:00Z', { id }));
    expect(removedIds(plan(twins, { keepLast: 1 }, NOW, NO_CAPS))).toEqual(['b', 'c']);
  });

  test('none at all make an empty plan', () => {
    expect(plan([], { keepLast: 1 }, NOW, NO_CAPS)).toEqual({
      groups: [],
      keep: [],
      remove: [],
      candidates: 0,
      refusals: [],
    });
  });
});

describe('an empty policy', () => {
  test('refuses the plan, which keeps everything', () => {
    const refused = plan(week, { keepLast: 0 }, NOW, NO_CAPS);
    expect(refused.remove).toEqual([]);
    expect(refused.refusals.map(({ code }) => code)).toEqual(['empty-policy']);
    expect(keptLines(refused).slice(0, 2)).toEqual([
      `${NEWEST}: newest completed snapshot of its volume`,
      '2026-05-06T00:00: no rule applies to its volume',
    ]);
    expect(() => approve(refused)).toThrow(PlanRefusedError);
  });

  test('removes everything of ours within the scope that allows it, and nothing outside of it', () => {
    const mine = snapshotAt('2026-05-01T00:00Z', { id: 'mine', tags: {} });
    const other = week.map((snapshot) => ({ ...snapshot, id: `b ${snapshot.id}`, volumeId: 'vol-2' }));
    const scope = { unsafeAllowRemoveAll: { volumeIds: ['vol-1'] } };
    const result = plan([mine, ...week, ...other], {}, NOW, { ...NO_CAPS, ...scope });
    expect(approve(result).map(({ snapshot }) => snapshot.id)).toEqual(week.map(({ id }) => id).reverse());
    expect(new Set(result.remove.map(({ reason }) => reason.code))).toEqual(new Set(['remove-all']));
  });
});

describe('caps', () => {
  test.each([
    [{ count: 5, percent: 100 }, []],
    [{ count: 4, percent: 100 }, ['max-remove-count']],
    [{ count: 5, percent: 72 }, []],
    [{ count: 5, percent: 71 }, ['max-remove-percent']],
    [{ count: 0, percent: 0 }, ['max-remove-count', 'max-remove-percent']],
    [{}, ['max-remove-percent']],
  ])('of %j, removing 5 of 7 runs into %j', (maxRemove, expected) => {
    const foreign = snapshotsEvery(1, '2026-04-01T00:00Z', 50).map((snapshot) => ({ ...snapshot, tags: {} }));
    const result = plan([...week, ...foreign], { keepLast: 2 }, NOW, { ours: POLICY_TAG, maxRemove });
    expect(result.remove).toHaveLength(5);
    expect(result.candidates).toBe(7);
    expect(result.refusals.map(({ code }) => code)).toEqual(expected);
  });

  test('take what failed for no backup: in percent it counts on neither side, in number it does', () => {
    const failed = snapshotsEvery(1, '2026-04-02T00:00Z', 20).map((each) => ({
      ...each,
      state: 'error' as const,
    }));
    const three = week.slice(0, 3);
    const removing = (maxRemove: Partial<RemovalCaps>) =>
      plan([...three, ...failed], { keepLast: 2 }, NOW, { ours: POLICY_TAG, removeFailed: true, maxRemove });
    expect(removing({ percent: 50 }).remove).toHaveLength(21);
    expect(removing({ percent: 50 }).refusals).toEqual([]);
    expect(removing({ percent: 33 }).refusals).toMatchObject([
      {
        message: expect.stringContaining('1 of 3 snapshots (34 %) would go besides 20 that failed') as string,
      },
    ]);
    expect(removing({ count: 20 }).refusals.map(({ code }) => code)).toEqual(['max-remove-count']);
  });

  test('stay on where everything of a volume may go', () => {
    const unsafeAllowRemoveAll = { volumeIds: ['vol-1'] };
    const { refusals } = plan(week, {}, NOW, { ours: POLICY_TAG, unsafeAllowRemoveAll });
    expect(refusals.map(({ code }) => code)).toEqual(['max-remove-percent']);
  });

  test('let a rotation that keeps n pass, for every n', () => {
    for (let keepLast = 1; keepLast < 7; keepLast += 1) {
      const rotation = plan(week.slice(0, keepLast + 1), { keepLast }, NOW, { ours: POLICY_TAG });
      expect(approve(rotation)).toHaveLength(1);
    }
  });

  test('refuse the plan as a whole, with exit code 3, naming what would have gone and how to allow it', () => {
    const many = snapshotsEvery(24, '2026-01-01T00:00Z', 13);
    const refused = plan(many, { keepLast: 1 }, NOW, { ours: POLICY_TAG });
    expect(() => approve(refused)).toThrow(
      expect.objectContaining({
        exitCode: 3,
        wouldRemove: removedIds(refused),
        message: expect.stringMatching(
          /nothing was removed\. 12 of 13 snapshots \(93 %\) would go; allowed: 50 %\. .*raise the cap.* 2026-01-12T00:00, .* and 2 more\./,
        ),
      }),
    );
  });
});

describe('bad input', () => {
  test.each<[string, Snapshot[]]>([
    ['the same snapshot twice', [snapshotAt('2026-05-01'), snapshotAt('2026-05-01', { volumeId: 'vol-2' })]],
    ['no id', [snapshotAt('2026-05-01', { id: '' })]],
    ['no date', [snapshotAt('yesterday')]],
  ])('refuses a list with %s', (_, snapshots) => {
    const attempt = () => plan(snapshots, { keepLast: 1 }, NOW, NO_CAPS);
    expect(attempt).toThrow(InvalidSnapshotError);
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 1 }));
  });

  test('refuses a now that is not a date, by which nothing would be in the future', () => {
    expect(() => plan(week, { keepLast: 1 }, new Date('soon'), NO_CAPS)).toThrow(InvalidPolicyError);
  });
});
