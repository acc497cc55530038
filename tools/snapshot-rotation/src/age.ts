const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time that has passed, for people, in one unit and rounded down: `45 s`, `12 min`, `30 h`, `12 d`. */
export function formatAge(seconds: number): string {
  if (seconds < 0) return `in ${formatAge(-seconds)}`;
  if (seconds < 2 * MINUTE) return `${Math.floor(seconds)} s`;
  if (seconds < 2 * HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** Seconds from one moment to another, with fractions. */
export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}
