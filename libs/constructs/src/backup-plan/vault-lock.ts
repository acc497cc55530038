import { BackupVaultLockConfiguration } from '@cdktf/provider-aws/lib/backup-vault-lock-configuration';
import type { Construct } from 'constructs';

/** How a vault is locked: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
export interface VaultLock {
  /** Governance can be removed by whoever may; compliance by nobody once its time to change is over. */
  readonly mode: 'governance' | 'compliance';
  readonly minRetentionDays: number;
  /** @default - no limit */
  readonly maxRetentionDays?: number;
  /** Days during which a compliance lock can still be removed; 3 or more. Of no account for governance. */
  readonly changeableForDays: number;
}

/** Locks a vault. What tells the modes apart is whether a time to change is stated. */
export function lockVault(
  scope: Construct,
  id: string,
  backupVaultName: string,
  lock: VaultLock,
): BackupVaultLockConfiguration {
  return new BackupVaultLockConfiguration(scope, id, {
    backupVaultName,
    minRetentionDays: lock.minRetentionDays,
    ...(lock.maxRetentionDays === undefined ? {} : { maxRetentionDays: lock.maxRetentionDays }),
    ...(lock.mode === 'compliance' ? { changeableForDays: lock.changeableForDays } : {}),
  });
}
