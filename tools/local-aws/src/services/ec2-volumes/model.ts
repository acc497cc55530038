/** A volume as EC2 describes it. */
export interface Volume {
  readonly id: string;
  /** Ascending in the order in which the gateway came to know of it. */
  readonly sequence: number;
  /** GiB. */
  readonly size: number;
  readonly zone: string;
  /** Empty when it was not made from a snapshot. */
  readonly snapshotId: string;
  readonly encrypted: boolean;
  /** ARN. */
  readonly kmsKeyId: string | undefined;
  readonly type: string;
  readonly iops: string | undefined;
  readonly throughput: string | undefined;
  readonly multiAttach: string | undefined;
  /** ISO 8601. */
  readonly createTime: string;
  readonly attachments: readonly Attachment[];
  readonly tags: Map<string, string>;
}

/** A volume's place in an instance. */
export interface Attachment {
  readonly instanceId: string;
  readonly device: string;
  readonly status: string;
  /** ISO 8601. */
  readonly attachTime: string;
  readonly deleteOnTermination: boolean;
}

/** `in-use` or `available`. */
export function volumeStatus(volume: Volume): string {
  return volume.attachments.length > 0 ? 'in-use' : 'available';
}
