/**
 * Numbers the calendar bucket that a moment falls into, in UTC. Two moments are in the same bucket exactly when
 * their numbers are equal; later buckets have greater numbers. `nth` is the snapshot's place, newest first.
 */
export type Bucket = (moment: Date, nth: number) => number;

/** What a rule sorts snapshots by. */
export type BucketName = 'each' | 'hour' | 'day' | 'week' | 'month' | 'year';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The epoch, 1 January 1970, was a Thursday: three days after a Monday. */
const DAYS_FROM_MONDAY_TO_EPOCH = 3;

/** The buckets of the rules. In UTC no hour or day is skipped or doubled, so most are plain divisions. */
export const BUCKETS: Readonly<Record<BucketName, Bucket>> = {
  /** Every snapshot has its own. */
  each: (_moment, nth) => nth,
  /** The hour, :00 to :59. */
  hour: (moment) => Math.floor(moment.getTime() / HOUR_MS),
  /** The day, 00:00 to 23:59. */
  day: (moment) => Math.floor(moment.getTime() / DAY_MS),
  /** The ISO 8601 week, Monday to Sunday. It may span the turn of a year. */
  week: (moment) => Math.floor((Math.floor(moment.getTime() / DAY_MS) + DAYS_FROM_MONDAY_TO_EPOCH) / 7),
  /** The calendar month. */
  month: (moment) => moment.getUTCFullYear() * 12 + moment.getUTCMonth(),
  /** The calendar year. */
  year: (moment) => moment.getUTCFullYear(),
};
