import type { SnapshotKeepConfig } from './environment-config';

/** Days of each calendar bucket: the average over the years. */
const BUCKET_DAYS = { hourly: 1 / 24, daily: 1, weekly: 7, monthly: 365.25 / 12, yearly: 365.25 } as const;

/** Days of each unit of a duration. */
const UNIT_DAYS: Readonly<Record<string, number>> = {
  y: 365.25,
  m: 365.25 / 12,
  d: 1,
  h: 1 / 24,
};

/**
 * How far back, days, one can go by what a policy keeps when it runs every `intervalDays` days. The rules add up, so
 * it is the reach of the one that reaches furthest. What is kept for its tags is not counted: who knows what has them.
 *
 * @returns Infinity when a rule keeps all of its kind
 */
export function reachDays(keep: SnapshotKeepConfig, intervalDays: number): number {
  const counted = Object.entries({ last: 0, ...BUCKET_DAYS }).map(([rule, bucketDays]) => {
    const number = keep[rule as 'last' | keyof typeof BUCKET_DAYS] ?? 0;
    // A run less than once a bucket fills a bucket per run.
    return number < 0 ? Infinity : number * Math.max(bucketDays, intervalDays);
  });
  const within = Object.entries(keep).map(([rule, value]) =>
    rule.startsWith('within') && typeof value === 'string' ? durationDays(value) : 0,
  );
  return Math.max(...counted, ...within);
}

function durationDays(duration: string): number {
  return [...duration.matchAll(/(\d+)([ymdh])/g)].reduce(
    (days, [, amount, unit]) => days + Number(amount) * (UNIT_DAYS[unit ?? ''] ?? 0),
    0,
  );
}
