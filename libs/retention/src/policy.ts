import type { BucketName } from './bucket';
import type { Duration } from './duration';
import type { TagPattern } from './tag-pattern';

/** The number of a rule that keeps all of its kind. */
export const KEEP_ALL = -1;

/**
 * Which snapshots of a volume to keep. The rules add up: what any rule keeps, stays.
 *
 * Numbers are 0 or more, or `KEEP_ALL` (−1). A calendar rule counts only hours, days … that have a snapshot, and
 * keeps the newest of each; while its number is not used up it keeps the oldest snapshot as well.
 * Durations, such as `1y2m3d3h`, count back from the volume's newest completed snapshot.
 * A rule that is left out, is 0 or has no length keeps nothing.
 */
export interface RetentionPolicy {
  /** The newest so many. */
  readonly keepLast?: number | undefined;
  readonly keepHourly?: number | undefined;
  readonly keepDaily?: number | undefined;
  /** ISO weeks, Monday to Sunday. */
  readonly keepWeekly?: number | undefined;
  readonly keepMonthly?: number | undefined;
  readonly keepYearly?: number | undefined;
  /** All within this time. */
  readonly keepWithin?: Duration | string | undefined;
  /** The newest of each hour within this time; likewise below. */
  readonly keepWithinHourly?: Duration | string | undefined;
  readonly keepWithinDaily?: Duration | string | undefined;
  readonly keepWithinWeekly?: Duration | string | undefined;
  readonly keepWithinMonthly?: Duration | string | undefined;
  readonly keepWithinYearly?: Duration | string | undefined;
  /** Snapshots that match all patterns of at least one of these lists. */
  readonly keepTags?: readonly (readonly TagPattern[])[] | undefined;
}

/** A rule by number: its field, its bucket and what it keeps, in words. In the order in which reasons are given. */
export const COUNT_RULES = {
  keepLast: { bucket: 'each', noun: 'last' },
  keepHourly: { bucket: 'hour', noun: 'hourly' },
  keepDaily: { bucket: 'day', noun: 'daily' },
  keepWeekly: { bucket: 'week', noun: 'weekly' },
  keepMonthly: { bucket: 'month', noun: 'monthly' },
  keepYearly: { bucket: 'year', noun: 'yearly' },
} as const satisfies Record<string, RuleShape>;

/** A rule by duration: its field, its bucket and what it keeps, in words. */
export const WITHIN_RULES = {
  keepWithin: { bucket: 'each', noun: '' },
  keepWithinHourly: { bucket: 'hour', noun: 'hourly' },
  keepWithinDaily: { bucket: 'day', noun: 'daily' },
  keepWithinWeekly: { bucket: 'week', noun: 'weekly' },
  keepWithinMonthly: { bucket: 'month', noun: 'monthly' },
  keepWithinYearly: { bucket: 'year', noun: 'yearly' },
} as const satisfies Record<string, RuleShape>;

interface RuleShape {
  readonly bucket: BucketName;
  readonly noun: string;
}

/** Field of a rule by number. */
export type CountRule = keyof typeof COUNT_RULES;
/** Field of a rule by duration. */
export type WithinRule = keyof typeof WITHIN_RULES;
