import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { BackupVaultNotifications } from '@cdktf/provider-aws/lib/backup-vault-notifications';
import { managedPolicyArn, type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';
import type { AlertTopic } from '../notification/alert-topic';
import { BackupFailureRule } from './backup-failure-rule';
import { type RestoreTest, RestoreTesting } from './restore-testing';
import { lockVault, type VaultLock } from './vault-lock';

export interface ManagedBackupProps {
  readonly naming: NamingScope;
  readonly keyArn: string;
  /** `cron(…)` in UTC. */
  readonly schedule: string;
  readonly startWindowMinutes: number;
  readonly completionWindowMinutes: number;
  readonly deleteAfterDays: number;
  /** At least 90 days before `deleteAfterDays`. @default - recovery points stay warm */
  readonly coldStorageAfterDays?: number;
  /** Resources with this tag are backed up, whatever their kind. */
  readonly selectionTag: { readonly key: string; readonly value: string };
  readonly topic: AlertTopic;
  /** @default - the vault is not locked */
  readonly lock?: VaultLock;
  /** @default - restores are not tested */
  readonly restoreTest?: RestoreTest;
  /** Lets `destroy` delete a vault that holds recovery points. @default false */
  readonly forceDestroy?: boolean;
}

/** AWS Backup of whole file systems and volumes, beside the transfer of single files. */
export class ManagedBackup extends Construct {
  readonly vault: BackupVault;
  readonly plan: BackupPlan;
  readonly restoreTesting: RestoreTesting | undefined;
  /** Tells of its jobs that failed. */
  readonly failures: BackupFailureRule;

  constructor(scope: Construct, id: string, props: ManagedBackupProps) {
    super(scope, id);
    const { naming } = props;
    const name = resourceName(naming, 'vault', 50);
    this.vault = new BackupVault(this, 'vault', {
      name,
      kmsKeyArn: props.keyArn,
      forceDestroy: props.forceDestroy ?? false,
    });
    this.plan = new BackupPlan(this, 'plan', {
      name: resourceName(naming, 'plan', 50),
      rule: [
        {
          ruleName: 'scheduled',
          targetVaultName: this.vault.name,
          schedule: props.schedule,
          startWindow: props.startWindowMinutes,
          completionWindow: props.completionWindowMinutes,
          lifecycle: {
            deleteAfter: props.deleteAfterDays,
            ...(props.coldStorageAfterDays === undefined
              ? {}
              : { coldStorageAfter: props.coldStorageAfterDays }),
          },
          recoveryPointTags: { Environment: naming.environment },
        },
      ],
    });
    const role = this.role(props);
    new BackupSelection(this, 'selection', {
      name: 'by-tag',
      planId: this.plan.id,
      iamRoleArn: role.role.arn,
      selectionTag: [{ type: 'STRINGEQUALS', key: props.selectionTag.key, value: props.selectionTag.value }],
    });
    if (props.lock) lockVault(this, 'lock', this.vault.name, props.lock);
    this.restoreTesting = props.restoreTest
      ? new RestoreTesting(this, 'restore-testing', {
          naming,
          test: props.restoreTest,
          vaultArn: this.vault.arn,
          roleArn: role.role.arn,
          selectionTag: props.selectionTag,
        })
      : undefined;
    new BackupVaultNotifications(this, 'notifications', {
      backupVaultName: this.vault.name,
      snsTopicArn: props.topic.topic.arn,
      // What AWS sends of a vault itself; of failed jobs the rule tells.
      backupVaultEvents: ['COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'],
      dependsOn: [props.topic.policy],
    });
    this.failures = new BackupFailureRule(this, 'failures', {
      naming,
      vaultName: this.vault.name,
      topic: props.topic,
    });
  }

  private role({ naming, keyArn }: ManagedBackupProps): ServiceRole {
    return new ServiceRole(this, 'role', {
      naming,
      purpose: 'aws-backup',
      service: 'backup.amazonaws.com',
      sourceAccount: naming.account,
      managedPolicyArns: [
        managedPolicyArn(naming, 'service-role/AWSBackupServiceRolePolicyForBackup'),
        managedPolicyArn(naming, 'service-role/AWSBackupServiceRolePolicyForRestores'),
      ],
      statements: [
        {
          // The managed policies leave customer keys to the customer.
          Sid: 'UseKey',
          Effect: 'Allow',
          Action: [
            'kms:Decrypt',
            'kms:Encrypt',
            'kms:GenerateDataKey*',
            'kms:ReEncrypt*',
            'kms:DescribeKey',
            'kms:CreateGrant',
          ],
          Resource: keyArn,
        },
      ],
    });
  }
}
