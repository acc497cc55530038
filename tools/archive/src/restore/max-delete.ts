import { UsageError } from '@strata/cli-kit';

/** How many keys a mirroring restore may remove: both hold. */
export interface MaxDelete {
  readonly count: number;
  /** Of the keys that are there. */
  readonly percent: number;
}

/** Enough for a day's work, and not enough for a mistake. */
export const DEFAULT_MAX_DELETE: MaxDelete = { count: 1000, percent: 10 };

/** Reads `1000`, `10%` or `1000,10%`; what is not said stays as it is by default. @throws UsageError */
export function maxDeleteOf(text: string): MaxDelete {
  const match = /^(\d{1,12})?(?:(?:^|,)(\d{1,3})%)?$/.exec(text);
  const percent = match?.[2] === undefined ? undefined : Number(match[2]);
  if (match === null || text === '' || (percent ?? 0) > 100) {
    throw new UsageError({
      what: '--max-delete is no limit',
      got: JSON.stringify(text),
      allowed: 'a count, a percentage, or both: 1000, 10%, 1000,10%',
    });
  }
  return {
    count: match[1] === undefined ? DEFAULT_MAX_DELETE.count : Number(match[1]),
    percent: percent ?? DEFAULT_MAX_DELETE.percent,
  };
}

/** Whether so many removals of so many keys are within the limit. */
export function isWithin(removals: number, present: number, { count, percent }: MaxDelete): boolean {
  return removals <= count && removals * 100 <= present * percent;
}

/** `at most 1000 keys and 10 %`. */
export function maxDeleteText({ count, percent }: MaxDelete): string {
  return `at most ${count} keys and ${percent} % of what is there`;
}
