/**
 * States of an EBS snapshot, as `DescribeSnapshots` gives them
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html).
 * `recoverable` lies in the Recycle Bin, `recovering` is on its way back from there.
 */
export type SnapshotState = 'pending' | 'completed' | 'error' | 'recoverable' | 'recovering';

/** What retention needs to know of an EBS snapshot. A caller's own, richer type may extend it. */
export interface Snapshot {
  /** `snap-…`, unique in the list that is planned. */
  readonly id: string;
  /**
   * The volume it was taken from: what snapshots are grouped by. For a copy this is the *source* volume,
   * from the lineage tags, because AWS gives copies an arbitrary volume id (see `UNKNOWN_VOLUME_ID`).
   */
  readonly volumeId: string;
  /** When it was started: the moment whose data it holds. */
  readonly startTime: Date;
  readonly state: SnapshotState;
  readonly tags: Readonly<Record<string, string>>;
  /** Size of the volume, in GiB. Not used to plan; carried into the report. */
  readonly sizeGiB?: number | undefined;
  /**
   * What holds it: ids of AMIs (`ami-…`, disabled ones too), `aws-backup`, `dlm`, or any other name of a holder.
   * @default nothing
   */
  readonly heldBy?: readonly string[] | undefined;
}

/**
 * The volume id that EC2 shows on copied and imported snapshots. It names no volume: "arbitrary … should not be
 * used for any purpose" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html).
 */
export const UNKNOWN_VOLUME_ID = 'vol-ffffffff';
