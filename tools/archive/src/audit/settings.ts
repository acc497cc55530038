/** A setting as it was read, or why it could not be. */
export type Reading<T> =
  { readonly read: true; readonly value: T } | { readonly read: false; readonly reason: string };

/** A move to another storage class. Days count from creation, for noncurrent versions from when they became so. */
export interface Transition {
  /** Undefined where the rule names a date. */
  readonly afterDays: number | undefined;
  readonly storageClass: string;
}

/** An enabled rule of a bucket's lifecycle. */
export interface LifecycleRule {
  readonly id: string;
  /** Which part of the bucket it is for, in words; undefined for all of it. */
  readonly scope: string | undefined;
  readonly transitions: readonly Transition[];
  /** When current versions get a delete marker (without versioning: are deleted), in words: `after 30 days`. */
  readonly expires: string | undefined;
  /** Whether delete markers that hide nothing any more are removed. */
  readonly removesLoneMarkers: boolean;
  readonly noncurrentTransitions: readonly Transition[];
  /** When noncurrent versions are deleted for good; the newest `keepsNewest` of a key are not, however old. */
  readonly noncurrentExpiry: { readonly afterDays: number; readonly keepsNewest: number } | undefined;
  readonly abortsUploadsAfterDays: number | undefined;
}

/** The default encryption of a bucket. */
export interface Encryption {
  /** `AES256`, `aws:kms` or `aws:kms:dsse`. */
  readonly algorithm: string;
  /** As it was put: ARN, id or alias. */
  readonly keyId: string | undefined;
  readonly bucketKey: boolean;
}

/** The four switches against public access. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** A class of Intelligent-Tiering from which objects must be restored first. */
export interface ArchiveTier {
  readonly configuration: string;
  /** `ARCHIVE_ACCESS` or `DEEP_ARCHIVE_ACCESS`. */
  readonly tier: string;
  readonly afterDays: number;
}

/** Everything about a bucket that decides what can be brought back. */
export interface BucketSettings {
  readonly versioning: Reading<'Enabled' | 'Suspended' | 'never enabled'>;
  readonly mfaDelete: Reading<boolean>;
  /** Enabled rules only. */
  readonly lifecycle: Reading<readonly LifecycleRule[]>;
  readonly encryption: Reading<Encryption | undefined>;
  readonly publicAccessBlock: Reading<PublicAccessBlock | undefined>;
  readonly policyIsPublic: Reading<boolean>;
  /** The policy document as parsed JSON; undefined without one. */
  readonly policy: Reading<unknown>;
  /** `BucketOwnerEnforced`, …; undefined is `ObjectWriter`. */
  readonly ownership: Reading<string | undefined>;
  /** The default retention in words, or that there is only the possibility; undefined without object lock. */
  readonly objectLock: Reading<string | undefined>;
  /** Destination buckets of enabled replication rules. */
  readonly replication: Reading<readonly string[]>;
  /** The bucket that access logs go to. */
  readonly loggingBucket: Reading<string | undefined>;
  readonly archiveTiers: Reading<readonly ArchiveTier[]>;
}
