/**
 * The calendar bucket of a moment by its ISO 8601 name in UTC: a second way, by text, to say what `BUCKETS` says by
 * number. Only tests use it, to hold the one against the other.
 */
export const ISO_LABELS = {
  hour: (moment: Date) => moment.toISOString().slice(0, 13),
  day: (moment: Date) => moment.toISOString().slice(0, 10),
  week: isoWeek,
  month: (moment: Date) => moment.toISOString().slice(0, 7),
  year: (moment: Date) => moment.toISOString().slice(0, 4),
} as const;

/** `2026-W53`: a week belongs to the year that its Thursday is in. */
function isoWeek(moment: Date): string {
  const thursday = new Date(moment.toISOString().slice(0, 10));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const week = Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7);
  return `${year}-W${String(week).padStart(2, '0')}`;
}
