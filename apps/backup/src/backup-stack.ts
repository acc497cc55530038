import type { EnvironmentConfig } from '@strata/config';
import {
  AlertTopic,
  BackupAlarms,
  BackupDashboard,
  BucketDestination,
  FileSystemSource,
  ManagedBackup,
  ScheduledTransfer,
  type SnapshotGraphs,
  TransferLog,
} from '@strata/constructs';
import { LayerStack } from '@strata/contracts/cdktf';
import { ARCHIVE_PREFIXES } from '@strata/naming';
import { SHARE_FOLDER } from '@strata/user-data';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { type FunctionCodes, functionCodes } from './function-code';
import { snapshotOutputs, SnapshotRotation } from './snapshot-rotation';
import { TransferWatch } from './transfer-watch';

export interface BackupStackProps {
  readonly environment: EnvironmentConfig;
  /** Code of the functions. @default - the tools', bundled when the environment wants them */
  readonly code?: FunctionCodes;
}

/** The backup jobs: files to the archive on a schedule, whole volumes by AWS Backup, and the news of both. */
export class BackupStack extends LayerStack<'backup'> {
  constructor(scope: Construct, { environment, code = functionCodes }: BackupStackProps) {
    super(scope, 'backup', environment);
    const { naming } = this;
    const { backup } = environment;
    const backbone = this.read('backbone');
    const compute = this.read('compute');
    const storage = this.read('storage');
    const { keyArn } = backbone;

    const log = new TransferLog(this, 'transfer-log', {
      naming,
      keyArn,
      retentionDays: backup.logRetentionDays,
    });
    const { logLevel, verifyMode, overwriteMode, preserveDeletedFiles, transferMode, bytesPerSecond } =
      backup.datasync;
    const transfer = new ScheduledTransfer(this, 'transfer', {
      naming,
      log,
      source: new FileSystemSource(this, 'source', {
        naming,
        access: backbone,
        subnetId: Fn.element(backbone.privateSubnetIds, 0) as string,
        securityGroupId: backbone.dataSyncSecurityGroupId,
      }),
      destination: new BucketDestination(this, 'destination', {
        naming,
        bucketArn: storage.archiveBucketArn,
        prefix: ARCHIVE_PREFIXES.share,
        storageClass: backup.datasync.storageClass,
        keyArn,
      }),
      schedule: backup.datasync.schedule,
      options: { logLevel, verifyMode, overwriteMode, preserveDeletedFiles, transferMode, bytesPerSecond },
      include: backup.datasync.include,
      // Heartbeats change every minute: with them no run would ever find nothing to do.
      exclude: [`/${SHARE_FOLDER}`, ...backup.datasync.exclude],
    });

    const topic = new AlertTopic(this, 'alerts', { naming, keyArn, ...backup.notifications });
    const taskId = Fn.element(Fn.split('/', transfer.task.arn), 1) as string;
    const watch = new TransferWatch(this, 'transfer-watch', {
      naming,
      environment,
      keyArn,
      topic,
      taskId,
      code: code.transferWatch,
      taskArn: transfer.task.arn,
      log,
      archiveBucketName: storage.archiveBucketName,
    });
    const managed = backup.awsBackup.enabled ? this.managedBackup(environment, keyArn, topic) : undefined;
    const snapshots = backup.snapshots.enabled
      ? new SnapshotRotation(this, 'snapshots', {
          naming,
          environment,
          keyArn,
          topic,
          code: code.rotation,
        })
      : undefined;
    const jobs = new BackupAlarms(this, 'alarms', {
      naming,
      topicArn: topic.topic.arn,
      topicName: topic.topic.name,
      ruleName: watch.outcome.rule.name,
      transferLogGroupName: log.group.name,
    });
    const alarms = [...watch.alarms.alarms, ...jobs.alarms, ...(snapshots?.alarms.alarms ?? [])];
    const { dashboard } = new BackupDashboard(this, 'dashboard', {
      naming,
      taskId,
      rpoSeconds: backup.objectives.rpoHours * 3600,
      archiveBucketName: storage.archiveBucketName,
      fileSystemId: backbone.fileSystemId,
      autoScalingGroupName: compute.autoScalingGroupName,
      alarmArns: alarms.map((alarm) => alarm.arn),
      ...(snapshots ? { snapshots: graphsOf(backup) } : {}),
    });

    this.publish({
      taskArn: transfer.task.arn,
      sourceLocationArn: transfer.task.sourceLocationArn,
      destinationLocationArn: transfer.task.destinationLocationArn,
      transferLogGroupName: log.group.name,
      topicArn: topic.topic.arn,
      ...watch.outputs,
      dashboardName: dashboard.dashboardName,
      alarmNames: alarms.map((alarm) => alarm.alarmName),
      backupVaultNames: managed ? [managed.vault.name] : [],
      backupPlanIds: managed ? [managed.plan.id] : [],
      backupFailureRuleNames: managed ? [managed.failures.rule.name] : [],
      restoreTestingPlanNames: managed?.restoreTesting ? [managed.restoreTesting.plan.name] : [],
      ...snapshotOutputs(snapshots),
    });
  }

  private managedBackup(
    { backup, storage }: EnvironmentConfig,
    keyArn: string,
    topic: AlertTopic,
  ): ManagedBackup {
    const { coldStorageAfterDays, vaultLock, restoreTesting, ...settings } = backup.awsBackup;
    const { mode, minRetentionDays, maxRetentionDays, changeableForDays } = vaultLock;
    return new ManagedBackup(this, 'managed-backup', {
      naming: this.naming,
      keyArn,
      topic,
      schedule: settings.schedule,
      startWindowMinutes: settings.startWindowMinutes,
      completionWindowMinutes: settings.completionWindowMinutes,
      deleteAfterDays: settings.deleteAfterDays,
      selectionTag: settings.selectionTag,
      forceDestroy: storage.forceDestroy,
      ...(coldStorageAfterDays === undefined ? {} : { coldStorageAfterDays }),
      ...(mode === 'off'
        ? {}
        : {
            lock: {
              mode,
              minRetentionDays,
              changeableForDays,
              ...(maxRetentionDays === undefined ? {} : { maxRetentionDays }),
            },
          }),
      ...(restoreTesting.enabled ? { restoreTest: restoreTesting } : {}),
    });
  }
}

function graphsOf({ snapshots, objectives }: EnvironmentConfig['backup']): SnapshotGraphs {
  return {
    policyNames: snapshots.policies.map(({ name }) => name),
    rpoSeconds: objectives.rpoHours * 3600,
  };
}
