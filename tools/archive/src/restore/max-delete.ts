import { UsageError } from '@strata/cli-kit';
import { DEFAULT_CAPS, type DeletionCaps } from '../sync/guards';

/** How many keys a mirroring restore may remove where nothing is said. */
export const DEFAULT_MAX_DELETE = DEFAULT_CAPS;

/** Reads `1000`, `10%` or `1000,10%`; what is given counts alone. @throws UsageError */
export function maxDeleteOf(text: string): DeletionCaps {
  const match = /^(?:(\d{1,12})(?:,(\d{1,3})%)?|(\d{1,3})%)$/.exec(text);
  const percent = match?.[2] ?? match?.[3];
  if (match === null || Number(percent ?? 0) > 100) {
    throw new UsageError({
      what: '--max-delete is no limit',
      got: JSON.stringify(text),
      allowed: 'a count, a percentage, or both: 1000, 10%, 1000,10%',
    });
  }
  return {
    count: match[1] === undefined ? undefined : Number(match[1]),
    percent: percent === undefined ? undefined : Number(percent),
  };
}

/** Whether so many removals of so many keys are within the limit. */
export function isWithin(removals: number, present: number, { count, percent }: DeletionCaps): boolean {
  return removals <= (count ?? Infinity) && removals * 100 <= present * (percent ?? Infinity);
}

/** `at most 1000 keys and 10 % of what is there`. */
export function maxDeleteText({ count, percent }: DeletionCaps): string {
  const limits = [
    ...(count === undefined ? [] : [`${count} keys`]),
    ...(percent === undefined ? [] : [`${percent} % of what is there`]),
  ];
  return limits.length === 0 ? 'any number' : `at most ${limits.join(' and ')}`;
}
