import type { EnvironmentConfig } from '@strata/config';
import type { BucketSettings, Reading } from './settings';
import type { StorageUsage } from './usage';

/** What the environment says of its own archive. */
export interface Expected {
  readonly lifecycle: EnvironmentConfig['storage']['lifecycle'];
  /** ARN of the environment's key; undefined where the backbone layer's outputs are not there. */
  readonly keyArn: string | undefined;
  /** Where access logs go; undefined where the storage layer's outputs are not there. */
  readonly accessLogBucket: string | undefined;
}

/** Everything that the checks judge by. */
export interface Evidence {
  readonly bucket: string;
  readonly settings: BucketSettings;
  /** State of the key that encrypts by default, such as `Enabled` or `PendingDeletion`; undefined without a key. */
  readonly keyState: Reading<string> | undefined;
  readonly objectives: EnvironmentConfig['backup']['objectives'];
  /** Whether AWS Backup keeps warm copies of the same files, which restore without a retrieval. */
  readonly hasWarmCopy: boolean;
  /** Undefined for a bucket that is not the environment's archive. */
  readonly expected: Expected | undefined;
  /** What is stored; undefined where it was not looked at. */
  readonly usage: StorageUsage | undefined;
}
