import { canConnect } from './connect';
import type { Attachment, NetworkModel } from './model';
import { canReachService } from './service';
import { allOf, blocked, open, type Verdict } from './verdict';

/** NFS (https://docs.aws.amazon.com/datasync/latest/userguide/create-efs-location.html). */
const NFS = 2049;

/** The ends of a transfer from EFS to S3. */
export interface TransferPath {
  /** DataSync's network interfaces: the subnet and firewalls of the EFS location. */
  readonly dataSync: Attachment;
  /** The mount targets of the file system. */
  readonly mountTargets: readonly Attachment[];
}

/** One thing that must hold for the transfer, with its verdict. */
export interface PathCheck {
  readonly name: 'mount target in the zone' | 'NFS to the mount target' | 'HTTPS to S3';
  readonly verdict: Verdict;
}

/**
 * Whether EFS, DataSync and S3 can talk: the EFS location's subnet needs a mount target in its zone, both firewalls
 * must let TCP 2049 through, and S3 must be reached by HTTPS from there
 * (https://docs.aws.amazon.com/datasync/latest/userguide/datasync-network.html).
 */
export function checkTransferPath(
  network: NetworkModel,
  { dataSync, mountTargets }: TransferPath,
): PathCheck[] {
  const zoneOf = (subnetId: string) => network.subnets.find(({ id }) => id === subnetId)?.zone;
  const zone = zoneOf(dataSync.subnetId);
  const near = mountTargets.filter(({ subnetId }) => zoneOf(subnetId) === zone && zone !== undefined);
  const zones = [...new Set(mountTargets.map(({ subnetId }) => zoneOf(subnetId) ?? subnetId))];
  return [
    {
      name: 'mount target in the zone',
      verdict:
        near.length > 0
          ? open(`${near.map(({ name }) => name).join(', ')} in ${zone ?? ''}`)
          : blocked(
              `The file system has no mount target in ${zone ?? `the zone of ${dataSync.subnetId}`}, where DataSync connects from; it has them in ${zones.join(', ') || 'no zone'}`,
              `Add a mount target there, or move the location to a subnet in ${zones.join(' or ') || 'a zone with one'}.`,
            ),
    },
    // Without any there is nothing to connect to, which the first check has said.
    ...(mountTargets.length === 0
      ? []
      : [
          {
            name: 'NFS to the mount target' as const,
            verdict: allOf(
              (near.length > 0 ? near : mountTargets).map((target) =>
                canConnect(network, dataSync, target, NFS),
              ),
            ),
          },
        ]),
    { name: 'HTTPS to S3', verdict: canReachService(network, dataSync, 's3') },
  ];
}
