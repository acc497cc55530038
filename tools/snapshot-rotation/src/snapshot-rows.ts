import { table } from '@strata/cli-kit';
import type { VolumePlan } from '@strata/retention';
import { formatAge, secondsBetween } from './age';
import type { SnapshotRecord } from './model';

/** One snapshot in a listing: whether it stays, and why. */
export interface SnapshotRow {
  readonly snapshot: SnapshotRecord;
  /** Name of its policy; empty for foreign ones. */
  readonly policy: string;
  readonly verdict: 'stays' | 'goes';
  /** At least one. */
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
}

/** The snapshots of a planned volume as rows, newest first. */
export function rowsOf(
  { keep, remove }: VolumePlan<SnapshotRecord>,
  policyOf: (snapshot: SnapshotRecord) => string,
): SnapshotRow[] {
  const kept = keep.map(({ snapshot, reasons }) => ({
    snapshot,
    policy: policyOf(snapshot),
    verdict: 'stays' as const,
    reasons,
  }));
  const going = remove.map(({ snapshot, reason }) => ({
    snapshot,
    policy: policyOf(snapshot),
    verdict: 'goes' as const,
    reasons: [reason],
  }));
  return newestFirst([...kept, ...going]);
}

/** Rows that are aligned with each other; what comes after so many is aligned by itself. */
const ROWS_PER_TABLE = 5000;

/** The rows as one table, a volume's next to each other. Empty for none. */
export function snapshotTable(rows: readonly SnapshotRow[], now: Date): string {
  const parts: string[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_TABLE) {
    parts.push(tableOf(rows.slice(at, at + ROWS_PER_TABLE), now));
  }
  return parts.join('');
}

function tableOf(rows: readonly SnapshotRow[], now: Date): string {
  return table(rows, [
    { title: 'volume', value: ({ snapshot }) => snapshot.volumeId },
    { title: 'snapshot', value: ({ snapshot }) => snapshot.id },
    {
      title: 'age',
      value: ({ snapshot }) => formatAge(secondsBetween(snapshot.startTime, now)),
      align: 'right',
    },
    { title: 'size', value: ({ snapshot }) => sizeOf(snapshot), align: 'right' },
    { title: 'state', value: ({ snapshot }) => stateOf(snapshot) },
    { title: 'policy', value: ({ policy }) => policy || '-' },
    { title: 'plan', value: ({ verdict }) => verdict },
    { title: 'because', value: because },
  ]);
}

function because({ snapshot, reasons }: SnapshotRow): string {
  const texts = reasons.map(({ text }) => text).join(', ');
  return snapshot.stateMessage ? `${texts}; EC2 says: ${snapshot.stateMessage}` : texts;
}

function sizeOf({ sizeGiB }: SnapshotRecord): string {
  return sizeGiB === undefined ? '' : `${sizeGiB} GiB`;
}

function stateOf({ state, progressPercent }: SnapshotRecord): string {
  return state === 'pending' ? `pending ${progressPercent} %` : state;
}

/** Sorts rows by the time of their snapshots. */
export function newestFirst(rows: readonly SnapshotRow[]): SnapshotRow[] {
  const byTime = (one: SnapshotRecord, other: SnapshotRecord) =>
    other.startTime.getTime() - one.startTime.getTime() || (one.id < other.id ? -1 : 1);
  return [...rows].sort((one, other) => byTime(one.snapshot, other.snapshot));
}
