import {
  DescribeAccessPointsCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  EFSClient,
  paginateDescribeMountTargets,
} from '@aws-sdk/client-efs';
import type { Policy } from '@strata/event-pattern';
import type { AccessPointEvidence, FileSystemEvidence, MountTarget } from '../diagnose/evidence';
import { known, type Reading } from '../diagnose/reading';
import { abortable } from './abortable';
import { attempted, attemptedAlways, map } from './attempted';
import type { Connections } from './connections';

/** A file system with its policy; undefined when there is none. */
export async function readFileSystem(
  connections: Connections,
  id: string,
  signal?: AbortSignal,
): Promise<Reading<FileSystemEvidence | undefined>> {
  const efs = connections.client(EFSClient);
  const answer = await attempted(
    connections,
    'elasticfilesystem:DescribeFileSystems',
    id,
    efs.send(new DescribeFileSystemsCommand({ FileSystemId: id }), abortable(signal)),
    /^FileSystemNotFound$/,
  );
  if (!answer.readable) return answer;
  const [found] = answer.value?.FileSystems ?? [];
  if (found === undefined) return known(undefined);
  const policy = await attempted(
    connections,
    'elasticfilesystem:DescribeFileSystemPolicy',
    id,
    efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId: id }), abortable(signal)),
    /^(PolicyNotFound|FileSystemNotFound)$/,
  );
  return known({
    arn: found.FileSystemArn ?? id,
    state: found.LifeCycleState ?? 'unknown',
    policy: map(policy, (text) => (text?.Policy ? (JSON.parse(text.Policy) as Policy) : undefined)),
  });
}

/** An access point; undefined when there is none. */
export async function readAccessPoint(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<Reading<AccessPointEvidence | undefined>> {
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  const call = connections
    .client(EFSClient)
    .send(new DescribeAccessPointsCommand({ AccessPointId: id }), abortable(signal));
  const action = 'elasticfilesystem:DescribeAccessPoints';
  const answer = await attempted(connections, action, arn, call, /^AccessPointNotFound$/);
  return map(answer, (page) => {
    const [found] = page?.AccessPoints ?? [];
    return found && { state: found.LifeCycleState ?? 'unknown', fileSystemId: found.FileSystemId ?? '' };
  });
}

/** The mount targets of a file system, with their security groups; none when there is no such file system. */
export async function readMountTargets(
  connections: Connections,
  fileSystemId: string,
  signal?: AbortSignal,
): Promise<Reading<readonly MountTarget[]>> {
  const efs = connections.client(EFSClient);
  const read = async (): Promise<Omit<MountTarget, 'groupIds'>[]> => {
    const targets = [];
    const pages = paginateDescribeMountTargets(
      { client: efs, pageSize: 100 },
      { FileSystemId: fileSystemId },
      abortable(signal),
    );
    for await (const { MountTargets = [] } of pages) {
      for (const { MountTargetId: id = '', SubnetId: subnetId = '', LifeCycleState: state } of MountTargets) {
        targets.push({ id, subnetId, state: state ?? 'unknown' });
      }
    }
    return targets;
  };
  const action = 'elasticfilesystem:DescribeMountTargets';
  const targets = await attempted(connections, action, fileSystemId, read(), /^FileSystemNotFound$/);
  if (!targets.readable) return targets;
  const withGroups = async (target: Omit<MountTarget, 'groupIds'>): Promise<MountTarget> => {
    const command = new DescribeMountTargetSecurityGroupsCommand({ MountTargetId: target.id });
    const { SecurityGroups = [] } = await efs.send(command, abortable(signal));
    return { ...target, groupIds: SecurityGroups };
  };
  return attemptedAlways(
    connections,
    'elasticfilesystem:DescribeMountTargetSecurityGroups',
    fileSystemId,
    Promise.all((targets.value ?? []).map(withGroups)),
  );
}
