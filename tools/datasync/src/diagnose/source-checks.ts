import { type Facts, ownPoliciesAllow, roleFacts } from '@strata/event-pattern';
import { type Check, deploy, given, line } from './check';
import type { Evidence, FileSystemEvidence, RoleEvidence, SourceEvidence } from './evidence';
import { denies, resourceAllows } from './permissions';
import { valueOf } from './reading';
import { trustCheck } from './trust-check';

/** Whether the share is there, and DataSync may mount it. Where from is a matter of the network. */
export function sourceChecks(evidence: Evidence): Check[] {
  const about = line('source', 'location exists');
  return [
    ...given(about, evidence.source, (source) =>
      source === undefined
        ? about.fail(`there is no EFS location ${evidence.task.sourceLocationArn}`, deploy('backup'))
        : [about.pass(source.location.arn), ...shareChecks(source, evidence)],
    ),
  ];
}

function shareChecks(source: SourceEvidence, evidence: Evidence): Check[] {
  const { location, role } = source;
  const fileSystem = valueOf(source.fileSystem);
  return [
    ...fileSystemCheck(source),
    ...accessPointCheck(source),
    ...(role ? trustCheck('source', role, location, evidence) : []),
    ...(fileSystem ? mountRights(source, fileSystem, evidence) : []),
  ];
}

function fileSystemCheck({ fileSystem, location }: SourceEvidence): readonly Check[] {
  const about = line('source', 'file system is available');
  return given(about, fileSystem, (found) => {
    if (found?.state === 'available' || found?.state === 'updating') {
      return about.pass(`${location.fileSystemId} is ${found.state}`);
    }
    return about.fail(
      found ? `${location.fileSystemId} is ${found.state}` : `there is no ${location.fileSystemId}`,
      'If it was deleted, restore it from AWS Backup or the archive first. ' + deploy('backbone'),
    );
  });
}

function accessPointCheck({ accessPoint, location }: SourceEvidence): readonly Check[] {
  if (accessPoint === undefined) return [];
  const about = line('source', 'access point is available');
  const { accessPointArn = '', fileSystemId } = location;
  return given(about, accessPoint, (found) => {
    if (found === undefined) return about.fail(`there is no ${accessPointArn}`, deploy('backbone'));
    if (found.fileSystemId !== fileSystemId) {
      return about.fail(
        `${accessPointArn} is of ${found.fileSystemId}, not ${fileSystemId}`,
        deploy('backup'),
      );
    }
    return found.state === 'available'
      ? about.pass(accessPointArn)
      : about.fail(`${accessPointArn} is ${found.state}`, deploy('backbone'));
  });
}

/**
 * A file system without a policy lets every client in that reaches it; with one, somebody must allow it.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
function mountRights(
  { location, role }: SourceEvidence,
  fileSystem: FileSystemEvidence,
  { account, region }: Evidence,
): readonly Check[] {
  const about = line('source', 'may be mounted');
  return given(about, fileSystem.policy, (policy) => {
    if (policy === undefined) return about.pass('the file system has no policy: who reaches it may mount it');
    // Without a role DataSync mounts as nobody, and only what is for everyone is for it.
    const roleArn = location.roleArn ?? '*';
    const facts: Facts = roleFacts(roleArn, account, region, {
      'aws:securetransport': String(location.isEncrypted),
      'elasticfilesystem:accesspointarn': location.accessPointArn ?? null,
      'elasticfilesystem:accessedviamounttarget': 'true',
    });
    const wish = { action: 'elasticfilesystem:ClientMount', resource: fileSystem.arn };
    const denial = denies(policy, roleArn, wish, facts);
    if (denial.allowed === 'yes') {
      const isPlain = !location.isEncrypted && /securetransport/i.test(JSON.stringify(policy));
      return about.fail(
        `the policy of the file system: ${denial.reason}`,
        isPlain
          ? 'Encrypt the location in transit (TLS1_2). ' + deploy('backup')
          : 'Take the denial out of the policy of the file system, or except the role of the location.',
      );
    }
    if (role && !role.readable) return about.unknown(role.why);
    const found: RoleEvidence | undefined = role && valueOf(role);
    // That it is gone has been said.
    if (role && found === undefined) return [];
    const own = found && ownPoliciesAllow(found, wish, facts);
    const byPolicy = resourceAllows(policy, roleArn, wish, facts);
    const truths = [own?.allowed, byPolicy.allowed];
    if (truths.includes('yes') && denial.allowed === 'no') {
      return about.pass(own?.allowed === 'yes' ? `${found?.arn ?? ''}: ${own.reason}` : byPolicy.reason);
    }
    const unclear = [denial, own, byPolicy].find((one) => one?.allowed === 'unclear');
    if (unclear) return about.unknown(unclear.reason, 'Look into that condition by hand.');
    return about.fail(
      `neither the role of the location (${location.roleArn ?? 'none'}) nor the policy of the file system allows ${wish.action}`,
      `Allow ${wish.action} on ${fileSystem.arn} to the role. ${deploy('backup')}`,
    );
  });
}
