import type { Snapshot } from '@strata/retention';

/** How the volumes of one instance are made consistent before they are snapshotted. */
export type Consistency = 'crash' | 'stopped' | 'quiesced';

/** A snapshot as EC2 knows it, with what its tags say of its origin. */
export interface SnapshotRecord extends Snapshot {
  /** Percent, 0 to 100. */
  readonly progressPercent: number;
  readonly encrypted: boolean;
  /** ARN of the key; only of encrypted ones. */
  readonly kmsKeyId?: string | undefined;
  /** Why it is in state `error`. */
  readonly stateMessage?: string | undefined;
  /**
   * Bytes of data, all blocks of the snapshot, as `FullSnapshotSizeInBytes` gives them
   * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html); not every snapshot has it.
   */
  readonly fullBytes?: number | undefined;
}

/** Where a volume is attached. */
export interface Attachment {
  readonly instanceId: string;
  /** `/dev/sdf`, `/dev/xvda`, … */
  readonly device: string;
}

/** An EBS volume. */
export interface VolumeRecord {
  readonly id: string;
  readonly sizeGiB: number;
  readonly zone: string;
  /** `gp3`, `io2`, `st1`, … */
  readonly type: string;
  readonly state: string;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** One per instance; several with Multi-Attach. */
  readonly attachments: readonly Attachment[];
}

/** States of an instance (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html). */
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** An EC2 instance. */
export interface InstanceRecord {
  readonly id: string;
  readonly state: InstanceState;
  /** Why it changed its state last, with a code in front; only of one that does not run. */
  readonly stateReason?: string | undefined;
  /** `t3.micro`, … */
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Device name of the root volume. */
  readonly rootDevice?: string | undefined;
  /** Its EBS volumes. */
  readonly volumes: readonly { readonly device: string; readonly volumeId: string }[];
  /** Name of the Auto Scaling group that owns it. */
  readonly autoScalingGroup?: string | undefined;
  /** `spot`, `scheduled` or `capacity-block`; undefined for on-demand. */
  readonly lifecycle?: string | undefined;
  /** False for an instance whose root is an instance store: it cannot be stopped. */
  readonly ebsBacked: boolean;
}

/** Where an instance stands in its Auto Scaling group. */
export interface GroupMembership {
  readonly group: string;
  /** `InService`, `Standby`, `Terminating`, … (https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html). */
  readonly lifecycleState: string;
  readonly minSize: number;
  readonly desiredCapacity: number;
}

/** A name and value. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Which volumes a command works on: named ones, those of named instances, or those that carry all tags. */
export interface VolumeSelection {
  readonly volumeIds?: readonly string[] | undefined;
  readonly instanceIds?: readonly string[] | undefined;
  readonly tags?: readonly Tag[] | undefined;
}
