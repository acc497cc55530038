/** How much may be deleted. A cap that is undefined does not count. */
export interface DeletionCaps {
  readonly count: number | undefined;
  /** Of what the destination has, 0 to 100. */
  readonly percent: number | undefined;
}

/** The caps where none are given. */
export const DEFAULT_CAPS: DeletionCaps = { count: 1000, percent: 10 };

/** Those of the caps, in words, that so many deletions of so many items are over; none where they are within. */
export function capsExceeded(deletions: number, all: number, { count, percent }: DeletionCaps): string[] {
  return [
    ...(count !== undefined && deletions > count ? [String(count)] : []),
    ...(percent !== undefined && deletions * 100 > percent * all ? [`${percent} %`] : []),
  ];
}

/** `at most 1000 keys and 10 % of what is there`. */
export function capsText({ count, percent }: DeletionCaps): string {
  const limits = [
    ...(count === undefined ? [] : [`${count} keys`]),
    ...(percent === undefined ? [] : [`${percent} % of what is there`]),
  ];
  return limits.length === 0 ? 'any number' : `at most ${limits.join(' and ')}`;
}
