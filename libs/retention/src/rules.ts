import { type BucketName, BUCKETS } from './bucket';
import { formatDuration, subtractDuration } from './duration';
import { COUNT_RULES, WITHIN_RULES } from './policy';
import type { KeepReason } from './reason';
import type { ResolvedPolicy } from './resolve-policy';
import type { Snapshot } from './snapshot';
import { formatTagPatterns, matchesTag } from './tag-pattern';

/** Asked of each snapshot in turn, newest first: why it stays, or undefined. Remembers what it was asked. */
type Judge = (snapshot: Snapshot, nth: number, isOldest: boolean) => KeepReason | undefined;

/**
 * Judges a volume's snapshots by the rules.
 *
 * @param newestFirst the snapshots that the rules judge
 * @returns for each snapshot, in the same order, the reasons to keep it; none when no rule does
 */
export function judge(newestFirst: readonly Snapshot[], policy: ResolvedPolicy): KeepReason[][] {
  const newest = newestFirst[0];
  if (newest === undefined) return [];
  const judges = [...countJudges(policy), ...withinJudges(policy, newest.startTime)];
  const oldest = newestFirst.length - 1;
  return newestFirst.map((snapshot, nth) => [
    ...tagReasons(snapshot, policy),
    ...judges.map((ask) => ask(snapshot, nth, nth === oldest)).filter((reason) => reason !== undefined),
  ]);
}

/** The reasons to keep a snapshot that its tags alone give. */
export function tagReasons({ tags }: Snapshot, { keepTags }: ResolvedPolicy): KeepReason[] {
  return keepTags
    .filter((patterns) => patterns.every((pattern) => matchesTag(tags, pattern)))
    .map((patterns) => ({ code: 'keepTags', text: `tagged ${formatTagPatterns(patterns)}` }));
}

function countJudges({ counts }: ResolvedPolicy): Judge[] {
  return counts.map(({ rule, count }) => {
    const { bucket, noun } = COUNT_RULES[rule];
    const perBucket = newestOfEach(bucket, { code: rule, text: `${noun} snapshot` });
    // KEEP_ALL is negative, and so never counts down to 0.
    let left = count;
    return (snapshot, nth, isOldest) => {
      if (left === 0) return undefined;
      const reason = perBucket(snapshot, nth, isOldest);
      if (reason !== undefined) left -= 1;
      return reason;
    };
  });
}

function withinJudges({ durations }: ResolvedPolicy, newest: Date): Judge[] {
  return durations.map(({ rule, duration }) => {
    const { bucket, noun } = WITHIN_RULES[rule];
    const text = `${noun} within ${formatDuration(duration)}`.trim();
    const perBucket = newestOfEach(bucket, { code: rule, text });
    const after = subtractDuration(newest, duration);
    return (snapshot, nth, isOldest) =>
      snapshot.startTime.getTime() > after ? perBucket(snapshot, nth, isOldest) : undefined;
  });
}

/** Keeps the first, that is the newest, that it is asked for of each bucket; and the oldest snapshot of all. */
function newestOfEach(name: BucketName, reason: KeepReason): Judge {
  const bucketOf = BUCKETS[name];
  const oldest: KeepReason = { ...reason, text: `oldest ${reason.text}` };
  let last: number | undefined;
  return ({ startTime }, nth, isOldest) => {
    const bucket = bucketOf(startTime, nth);
    if (bucket === last) return isOldest ? oldest : undefined;
    last = bucket;
    return reason;
  };
}
