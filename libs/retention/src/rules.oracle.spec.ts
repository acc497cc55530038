import fc from 'fast-check';
import { policies, snapshotLists } from './arbitraries';
import { subtractDuration } from './duration';
import { ISO_LABELS } from './iso-labels';
import { COUNT_RULES, type RetentionPolicy, WITHIN_RULES } from './policy';
import { resolvePolicy } from './resolve-policy';
import { judge } from './rules';
import type { Snapshot } from './snapshot';
import { matchesTag } from './tag-pattern';

/** One representative of each calendar bucket by name, newest first: what a calendar rule looks at. */
function representatives(newestFirst: readonly Snapshot[], bucket: string): Snapshot[] {
  if (bucket === 'each') return [...newestFirst];
  const nameOf = ISO_LABELS[bucket as keyof typeof ISO_LABELS];
  const names = [...new Set(newestFirst.map(({ startTime }) => nameOf(startTime)))];
  return names.map((name) => newestFirst.find(({ startTime }) => nameOf(startTime) === name) as Snapshot);
}

/** The rules as restic's documentation words them, rule by rule and without any state: slow, but easy to believe. */
function keptByTheBook(newestFirst: readonly Snapshot[], policy: RetentionPolicy): Set<string> {
  const { counts, durations, keepTags } = resolvePolicy(policy);
  const oldest = newestFirst.slice(-1);
  const byCount = counts.flatMap(({ rule, count }) => {
    const all = representatives(newestFirst, COUNT_RULES[rule].bucket);
    if (count === -1) return [...all, ...oldest];
    return all.length < count ? [...all, ...oldest] : all.slice(0, count);
  });
  const byTime = durations.flatMap(({ rule, duration }) => {
    const after = subtractDuration(newestFirst[0]?.startTime ?? new Date(0), duration);
    const within = newestFirst.filter(({ startTime }) => startTime.getTime() > after);
    const reachesOldest = within.length === newestFirst.length;
    return [...representatives(within, WITHIN_RULES[rule].bucket), ...(reachesOldest ? oldest : [])];
  });
  const byTag = newestFirst.filter(({ tags }) =>
    keepTags.some((patterns) => patterns.every((pattern) => matchesTag(tags, pattern))),
  );
  return new Set([...byCount, ...byTime, ...byTag].map(({ id }) => id));
}

test('the rules keep exactly what their wording says', () => {
  fc.assert(
    fc.property(snapshotLists, policies, (snapshots, policy) => {
      const newestFirst = [...snapshots].sort((a, b) => b.startTime.getTime() - a.startTime.getTime());
      const verdicts = judge(newestFirst, resolvePolicy(policy));
      const kept = newestFirst.filter((_, nth) => verdicts[nth]?.length).map(({ id }) => id);
      expect(new Set(kept)).toEqual(keptByTheBook(newestFirst, policy));
    }),
    { numRuns: 1000 },
  );
});
