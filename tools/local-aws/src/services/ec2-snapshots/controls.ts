/**
 * Tags by which a test commands how snapshots behave. They are ordinary tags: settable at any time, by any client, and
 * seen by nobody else.
 */
export const CONTROL_TAGS = {
  /** On a volume: how long its snapshots stay `pending`, milliseconds. */
  snapshotMs: 'local-aws:snapshot-ms',
  /**
   * On a volume: `error` makes its snapshots fail. Put on a pending snapshot, `completed` or `error` ends it at once.
   */
  snapshotResult: 'local-aws:snapshot-result',
  /** On a volume: its snapshots may follow each other no faster than this, milliseconds (AWS: 15000, at times). */
  snapshotRateMs: 'local-aws:snapshot-rate-ms',
  /**
   * Among the tags that a snapshot is created with: its start time, ISO 8601, for snapshots from the past.
   */
  startTime: 'local-aws:start-time',
  /** On a volume: `backup` or `dlm` make its snapshots look like those of AWS Backup or Data Lifecycle Manager. */
  snapshotManager: 'local-aws:snapshot-manager',
  /** On a volume: how many blocks hold data. */
  blocks: 'local-aws:blocks',
  /** On a volume: how many blocks are written between two successive snapshots. */
  changedPerSnapshot: 'local-aws:changed-per-snapshot',
  /** On a snapshot: index of a block that the EBS direct APIs read wrongly: its data do not fit its checksum. */
  corruptBlock: 'local-aws:corrupt-block',
} as const;

/** A number in a control tag; the default where there is none or it is not a number. */
export function controlNumber(tags: ReadonlyMap<string, string>, key: string, standard: number): number {
  const value = Number(tags.get(key) ?? NaN);
  return Number.isFinite(value) && value >= 0 ? value : standard;
}
