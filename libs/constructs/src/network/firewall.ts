import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';

/** The far end of a rule: another group, an address range, or a managed prefix list. */
export type Peer =
  { readonly group: Firewall } | { readonly cidr: string } | { readonly prefixListId: string };

export interface FirewallProps {
  readonly naming: NamingScope;
  readonly vpcId: string;
  /** Last part of the group's name. */
  readonly purpose: string;
  /** What the group is for; AWS shows it and never lets it change. */
  readonly description: string;
}

/**
 * A security group whose rules are resources of their own, so that changing one never replaces the others
 * and two groups may name each other.
 */
export class Firewall extends Construct {
  readonly group: SecurityGroup;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    this.group = new SecurityGroup(this, 'group', {
      name: resourceName(props.naming, props.purpose, 255),
      description: props.description,
      vpcId: props.vpcId,
      tags: { Name: resourceName(props.naming, props.purpose, 255) },
    });
  }

  /** Lets `peer` connect to members of this group on one TCP port. `why` becomes the rule's description. */
  allowFrom(peer: Peer, port: number, id: string, why: string): void {
    new VpcSecurityGroupIngressRule(this, `from-${id}`, this.rule(peer, port, why));
  }

  /** Lets members of this group connect to `peer` on one TCP port. */
  allowTo(peer: Peer, port: number, id: string, why: string): void {
    new VpcSecurityGroupEgressRule(this, `to-${id}`, this.rule(peer, port, why));
  }

  private rule(peer: Peer, port: number, why: string) {
    return {
      securityGroupId: this.group.id,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: why,
      tags: { Name: why },
      ...peerProps(peer),
    };
  }
}

function peerProps(peer: Peer) {
  if ('group' in peer) return { referencedSecurityGroupId: peer.group.group.id };
  return 'cidr' in peer ? { cidrIpv4: peer.cidr } : { prefixListId: peer.prefixListId };
}
