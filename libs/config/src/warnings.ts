import { contains, parseCidr } from './cidr';
import { DEEP_ARCHIVE_RETRIEVAL_HOURS } from './checks/backup';
import type { EnvironmentConfig } from './environment-config';
import type { Fault } from './errors';
import { longestGapMinutes } from './schedule/gaps';
import { reachDays } from './snapshot-reach';

/** Days that Deep Archive bills at least (S3 pricing). */
const DEEP_ARCHIVE_BILLED_DAYS = 180;

/** Networks for private use (RFC 1918, and RFC 6598 for shared address space). */
const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(parseCidr);

/** What is allowed in a valid environment, and yet likely not what its owner wants. Nothing is refused for it. */
export function configurationWarnings(config: EnvironmentConfig): Fault[] {
  return [
    ...networkWarnings(config),
    ...lifecycleWarnings(config),
    ...backupWarnings(config),
    ...vaultWarnings(config),
    ...snapshotWarnings(config),
  ];
}

function* networkWarnings({ endpoint, network }: EnvironmentConfig): Iterable<Fault> {
  const vpc = parseCidr(network.cidr);
  if (!PRIVATE_NETWORKS.some((range) => contains(range, vpc))) {
    yield {
      path: 'network.cidr',
      message: `${network.cidr} is public address space: the hosts that own it cannot be reached from the VPC`,
    };
  }
  if (network.nat === 'single' && endpoint === undefined) {
    yield {
      path: 'network.nat',
      message: `"single" ties every zone to ${network.zones[0]}: when it fails, no zone reaches the internet; per-zone costs one gateway per zone`,
    };
  }
}

function* lifecycleWarnings({ storage: { lifecycle } }: EnvironmentConfig): Iterable<Fault> {
  const { noncurrentDeepArchiveAfterDays: from, noncurrentRetentionDays: until } = lifecycle;
  if (from !== undefined && until - from < DEEP_ARCHIVE_BILLED_DAYS) {
    yield {
      path: 'storage.lifecycle.noncurrentDeepArchiveAfterDays',
      message: `${from} leaves ${until - from} days in Deep Archive, which bills ${DEEP_ARCHIVE_BILLED_DAYS} at least`,
    };
  }
}

function* backupWarnings({ backup, storage }: EnvironmentConfig): Iterable<Fault> {
  const { objectives, datasync, awsBackup, notifications } = backup;
  if (notifications.emails.length === 0) {
    yield { path: 'backup.notifications.emails', message: 'is empty: nobody is told when a backup fails' };
  }
  if (objectives.rtoHours < DEEP_ARCHIVE_RETRIEVAL_HOURS) {
    yield {
      path: 'backup.objectives.rtoHours',
      message: `${objectives.rtoHours} h is met by AWS Backup only: from the archive, files unchanged for ${storage.lifecycle.deepArchiveAfterDays} days take ${DEEP_ARCHIVE_RETRIEVAL_HOURS} h`,
    };
  }
  if (datasync.overwriteMode === 'NEVER') {
    yield { path: 'backup.datasync.overwriteMode', message: 'NEVER leaves changed files without a backup' };
  }
  if (datasync.verifyMode === 'NONE') {
    yield { path: 'backup.datasync.verifyMode', message: 'NONE leaves what was transferred unverified' };
  }
  if (datasync.verifyMode === 'POINT_IN_TIME_CONSISTENT') {
    yield {
      path: 'backup.datasync.verifyMode',
      message: `POINT_IN_TIME_CONSISTENT cannot read back what is in Deep Archive, from day ${storage.lifecycle.deepArchiveAfterDays} on`,
    };
  }
  if (awsBackup.enabled && startedLate(awsBackup) > objectives.rpoHours * 60) {
    yield {
      path: 'backup.awsBackup.startWindowMinutes',
      message: `${awsBackup.startWindowMinutes} lets a job start so late that the RPO of ${objectives.rpoHours} h is missed; jobs usually start within minutes`,
    };
  }
}

function* vaultWarnings({ backup: { awsBackup } }: EnvironmentConfig): Iterable<Fault> {
  const { mode, changeableForDays, minRetentionDays } = awsBackup.vaultLock;
  if (awsBackup.enabled && mode === 'compliance') {
    yield {
      path: 'backup.awsBackup.vaultLock.mode',
      message: `compliance: ${changeableForDays} days after it is deployed, nobody can delete the vault or a recovery point younger than ${minRetentionDays} days any more, nor stop paying for it`,
    };
  }
}

/** Age of the latest recovery point, minutes, when a job starts as late as it may. */
function startedLate({
  schedule,
  startWindowMinutes,
  expectedDurationMinutes,
}: EnvironmentConfig['backup']['awsBackup']): number {
  return longestGapMinutes(schedule) + startWindowMinutes + expectedDurationMinutes;
}

/** The RPO says how often a state is caught, the retention how long it can be gone back to: rules must keep it that long. */
function* snapshotWarnings({
  backup: { objectives, snapshots, awsBackup },
}: EnvironmentConfig): Iterable<Fault> {
  // AWS Backup's recovery points of the same volumes are kept for the retention: a cross check sees to it.
  if (!snapshots.enabled || awsBackup.enabled) return;
  for (const [place, { keep, schedule }] of snapshots.policies.entries()) {
    const reach = reachDays(keep, longestGapMinutes(schedule) / 1440);
    if (reach < objectives.retentionDays) {
      yield {
        path: `backup.snapshots.policies[${place}].keep`,
        message: `reaches back ${Number(reach.toFixed(1))} days by ${schedule}, less than backup.objectives.retentionDays ${objectives.retentionDays}, and backup.awsBackup is off; keep more, such as withinDaily: ${objectives.retentionDays}d`,
      };
    }
  }
}
