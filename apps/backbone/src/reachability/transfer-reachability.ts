import type { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import type { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { Firewall } from '@strata/constructs';
import { checkTransferPath } from '@strata/reachability';
import { TerraformStack } from 'cdktf';
import type { IConstruct, IValidation } from 'constructs';
import { plannedNetwork } from './planned-network';
import { plannedResources, resolved } from './planned-resources';

export interface TransferReachabilityProps {
  /** Where the backup layer puts DataSync's network interfaces. */
  readonly subnet: Subnet;
  readonly firewall: Firewall;
  readonly mountTargets: readonly EfsMountTarget[];
}

/**
 * Refuses, when the stack is synthesised, a network in which EFS, DataSync and S3 could not talk: it would deploy
 * without a word, and the first transfer would fail with "Unable to connect to S3 endpoint" or a mount that times out.
 * Add it to a construct of the stack: `node.addValidation(new TransferReachability(this, …))`.
 */
export class TransferReachability implements IValidation {
  constructor(
    private readonly scope: IConstruct,
    private readonly props: TransferReachabilityProps,
  ) {}

  /** All that is in the way, each with what would clear it; empty when all can talk. */
  validate(): string[] {
    const stack = TerraformStack.of(this.scope);
    const reference = (value: string) => resolved(stack, value) as string;
    const { subnet, firewall, mountTargets } = this.props;
    const wanted = new Set(mountTargets.map(({ id }) => reference(id)));
    const planned = plannedResources(stack);
    const checks = checkTransferPath(plannedNetwork(planned), {
      dataSync: {
        name: 'DataSync',
        subnetId: reference(subnet.id),
        groupIds: [reference(firewall.group.id)],
      },
      mountTargets: planned.aws_efs_mount_target
        .filter(({ id }) => wanted.has(id))
        .map(({ id, arguments: { subnet_id, security_groups } }) => ({
          name: `the mount target ${id}`,
          subnetId: String(subnet_id),
          groupIds: Array.isArray(security_groups) ? security_groups.map(String) : [],
        })),
    });
    return checks.flatMap(({ name, verdict }) =>
      verdict.open
        ? []
        : verdict.obstacles.map(({ what, fix }) => `The transfer has no way (${name}). ${what}. ${fix}`),
    );
  }
}
