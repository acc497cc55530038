import type { Policy } from '@strata/event-pattern';
import type { NetworkModel } from '@strata/reachability';
import type { ExecutionRecord, TaskRecord } from '../model';
import type { Reading } from './reading';

/** What was read about a task and all that it stands on. All checks are made of it and of nothing else. */
export interface Evidence {
  /** Twelve digits; the account of the task. */
  readonly account: string;
  readonly region: string;
  readonly rpoMinutes: number;
  readonly task: TaskRecord;
  /** The newest run that has ended. */
  readonly lastRun: Reading<ExecutionRecord | undefined>;
  /** Undefined when the location does not exist. */
  readonly source: Reading<SourceEvidence | undefined>;
  readonly archive: Reading<ArchiveEvidence | undefined>;
  /** Undefined when the task names no log group. */
  readonly log: LogEvidence | undefined;
}

/** Where an EFS location reads, and how. */
export interface EfsLocation {
  readonly arn: string;
  readonly fileSystemId: string;
  readonly accessPointArn: string | undefined;
  readonly roleArn: string | undefined;
  readonly isEncrypted: boolean;
  /** Of DataSync's network interfaces. */
  readonly subnetId: string;
  readonly groupIds: readonly string[];
}

/** The share. In each reading, undefined is for what does not exist. */
export interface SourceEvidence {
  readonly location: EfsLocation;
  readonly fileSystem: Reading<FileSystemEvidence | undefined>;
  /** Undefined when the location names none. */
  readonly accessPoint: Reading<AccessPointEvidence | undefined> | undefined;
  readonly mountTargets: Reading<readonly MountTarget[]>;
  /** Of the VPC of the location's subnet; undefined when there is no such subnet. */
  readonly network: Reading<NetworkModel | undefined>;
  /** Undefined when the location names none. */
  readonly role: Reading<RoleEvidence | undefined> | undefined;
}

/** A file system. */
export interface FileSystemEvidence {
  readonly arn: string;
  /** `available`, `creating`, `updating`, `deleting`, … */
  readonly state: string;
  /** Undefined when it has none of its own: then every client may do everything. */
  readonly policy: Reading<Policy | undefined>;
}

/** An access point. */
export interface AccessPointEvidence {
  readonly state: string;
  readonly fileSystemId: string;
}

/** A mount target. */
export interface MountTarget {
  readonly id: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  /** `available`, `creating`, … */
  readonly state: string;
}

/** An IAM role. */
export interface RoleEvidence {
  readonly arn: string;
  readonly trust: Policy;
  /** Inline and attached ones. */
  readonly policies: readonly Policy[];
  /** The permissions boundary, where there is one. */
  readonly boundary: Policy | undefined;
}

/** Where an S3 location writes. */
export interface S3Location {
  readonly arn: string;
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** By DataSync's names: `STANDARD`, `GLACIER_INSTANT_RETRIEVAL`, `DEEP_ARCHIVE`, … */
  readonly storageClass: string;
  readonly roleArn: string;
}

/** The archive. In each reading, undefined is for what does not exist. */
export interface ArchiveEvidence {
  readonly location: S3Location;
  readonly bucket: Reading<BucketEvidence | undefined>;
  readonly role: Reading<RoleEvidence | undefined>;
}

/** A bucket. */
export interface BucketEvidence {
  readonly region: string;
  /** Undefined when the bucket is in another Region, where it cannot be asked. */
  readonly settings: BucketSettings | undefined;
}

/** What a bucket is set to. */
export interface BucketSettings {
  /** `Enabled`, `Suspended`; undefined when it never was on. */
  readonly versioning: Reading<string | undefined>;
  readonly policy: Reading<Policy | undefined>;
  /** Storage classes that its lifecycle moves objects below the prefix to, by S3's names. */
  readonly laterClasses: Reading<readonly string[]>;
  /** The key that it encrypts with; undefined when S3's own keys do. */
  readonly key: Reading<
    { readonly name: string; readonly found: Reading<KeyEvidence | undefined> } | undefined
  >;
}

/** A KMS key. */
export interface KeyEvidence {
  readonly arn: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
  readonly policy: Reading<Policy>;
}

/** The task's log group. */
export interface LogEvidence {
  readonly groupArn: string;
  readonly exists: Reading<boolean>;
  /** All resource policies of CloudWatch Logs in the account and Region. */
  readonly policies: Reading<readonly Policy[]>;
}
