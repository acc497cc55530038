import fc from 'fast-check';
import { anyPolicies, GENERATED_NOW as NOW, policies, snapshotLists } from './arbitraries';
import { plan } from './plan';
import { COUNT_RULES, type CountRule, type RetentionPolicy } from './policy';
import { NO_CAPS as OPTIONS, POLICY_TAG, removedIds } from './sample-snapshots';
import type { Snapshot } from './snapshot';
import { matchesTag } from './tag-pattern';

const removed = (snapshots: readonly Snapshot[], policy: RetentionPolicy, options = OPTIONS) =>
  new Set(removedIds(plan(snapshots, policy, NOW, options)));

const isSubset = (part: ReadonlySet<string>, whole: ReadonlySet<string>) =>
  [...part].every((id) => whole.has(id));

/** Runs a property over lists and policies often enough to reach the rarer corners. */
function always<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
): void {
  fc.assert(fc.property(...arbitraries, holds), { numRuns: 400 });
}

test('what is kept and what is removed are all snapshots, each exactly once, each with a reason', () => {
  always([snapshotLists, anyPolicies, fc.boolean()], (snapshots, policy, removeFailed) => {
    const { keep, remove, groups } = plan(snapshots, policy, NOW, { ...OPTIONS, removeFailed });
    const ids = [...keep, ...remove].map(({ snapshot }) => snapshot.id);
    expect(ids.sort()).toEqual(snapshots.map(({ id }) => id).sort());
    expect(keep.every(({ reasons }) => reasons.length > 0)).toBe(true);
    for (const group of groups) {
      for (const { snapshot } of [...group.keep, ...group.remove])
        expect(snapshot.volumeId).toBe(group.volumeId);
    }
  });
});

test('no volume loses its newest completed snapshot of ours that nobody else holds', () => {
  always([snapshotLists, anyPolicies], (snapshots, policy) => {
    const gone = removed(snapshots, policy, { ...OPTIONS, removeFailed: true });
    for (const volumeId of new Set(snapshots.map((s) => s.volumeId))) {
      const backups = snapshots.filter(
        (s) =>
          s.volumeId === volumeId &&
          s.state === 'completed' &&
          s.startTime <= NOW &&
          s.heldBy?.length === 0 &&
          matchesTag(s.tags, POLICY_TAG),
      );
      const newest = Math.max(...backups.map((s) => s.startTime.getTime()));
      const newestOnes = backups.filter((s) => s.startTime.getTime() === newest);
      if (newestOnes.length > 0) expect(newestOnes.some((s) => !gone.has(s.id))).toBe(true);
    }
  });
});

test('only completed snapshots of ours that nobody holds and that are not of the future are ever removed', () => {
  always([snapshotLists, anyPolicies], (snapshots, policy) => {
    for (const { snapshot } of plan(snapshots, policy, NOW, OPTIONS).remove) {
      expect(snapshot).toMatchObject({ state: 'completed', heldBy: [] });
      expect(snapshot.startTime.getTime()).toBeLessThanOrEqual(NOW.getTime());
      expect(snapshot.tags).toMatchObject({ [POLICY_TAG.key]: POLICY_TAG.value });
      expect(snapshot.volumeId).not.toBe('vol-ffffffff');
    }
  });
});

test('adding rules never removes more', () => {
  always([snapshotLists, policies, anyPolicies], (snapshots, policy, more) => {
    expect(isSubset(removed(snapshots, { ...more, ...policy }), removed(snapshots, policy))).toBe(true);
  });
});

test('raising a number never removes more', () => {
  const rule = fc.constantFrom(...(Object.keys(COUNT_RULES) as CountRule[]));
  const by = fc.integer({ min: 1, max: 5 });
  always([snapshotLists, policies, rule, by], (snapshots, policy, raised, more) => {
    const before = policy[raised] ?? 0;
    const after = before === -1 ? -1 : before + more;
    const without = removed(snapshots, policy);
    expect(isSubset(removed(snapshots, { ...policy, [raised]: after }), without)).toBe(true);
    expect(isSubset(removed(snapshots, { ...policy, [raised]: -1 }), without)).toBe(true);
  });
});

test('that someone takes hold of a snapshot never makes another go', () => {
  always([snapshotLists, policies, fc.nat()], (snapshots, policy, which) => {
    const held = snapshots.map((s, nth) =>
      nth === which % snapshots.length ? { ...s, heldBy: ['ami-9'] } : s,
    );
    expect(isSubset(removed(held, policy), removed(snapshots, policy))).toBe(true);
  });
});

test('the order of the list does not matter', () => {
  const shuffled = snapshotLists.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  always([shuffled, anyPolicies], ([list, otherwise], policy) => {
    expect(plan(otherwise, policy, NOW, OPTIONS)).toEqual(plan(list, policy, NOW, OPTIONS));
  });
});

test('planning again what was kept removes nothing', () => {
  always([snapshotLists, anyPolicies, fc.boolean()], (snapshots, policy, removeFailed) => {
    const options = { ...OPTIONS, removeFailed };
    const kept = plan(snapshots, policy, NOW, options).keep.map(({ snapshot }) => snapshot);
    expect(plan(kept, policy, NOW, options).remove).toEqual([]);
  });
});

test('neither the list nor the policy is changed', () => {
  always([snapshotLists, anyPolicies], (snapshots, policy) => {
    const before = structuredClone({ snapshots, policy });
    plan(snapshots, policy, NOW, OPTIONS);
    expect({ snapshots, policy }).toEqual(before);
  });
});
