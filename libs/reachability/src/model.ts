/**
 * A network as far as it decides who reaches whom. Ids are compared and never read, so they may be AWS's own (`sg-…`)
 * or, before anything exists, references of Terraform code. Addresses must be known for a rule by address to count.
 */
export interface NetworkModel {
  readonly groups: readonly SecurityGroup[];
  readonly subnets: readonly Subnet[];
  readonly endpoints: readonly ServiceEndpoint[];
}

/** The far end of a firewall rule. */
export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'prefix-list'; readonly id: string };

/** One rule of a security group. */
export interface FirewallRule {
  readonly direction: 'ingress' | 'egress';
  /** `tcp`, `udp`, `icmp`, or `-1` for all, as EC2 writes it. */
  readonly protocol: string;
  /** First and last port; undefined for all. */
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly peer: Peer;
}

/** A security group: stateful, so answers need no rule. */
export interface SecurityGroup {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly rules: readonly FirewallRule[];
}

/** Where a route leads. */
export type RouteTarget = 'local' | 'nat' | 'internet-gateway' | 'gateway-endpoint' | 'other' | 'blackhole';

/** One route of the table that a subnet uses. */
export interface Route {
  /** A CIDR block, or the id of a prefix list. */
  readonly destination: string;
  readonly target: RouteTarget;
  /** Id of the endpoint, for `gateway-endpoint`. */
  readonly targetId?: string | undefined;
}

/** A subnet with the routes that hold in it. */
export interface Subnet {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly routes: readonly Route[];
}

/** A VPC endpoint. */
export interface ServiceEndpoint {
  readonly id: string;
  /** The service's short name: `s3`, `datasync`. */
  readonly service: string;
  readonly kind: 'gateway' | 'interface';
  /** Whether the service's public name leads to it; interface endpoints only. */
  readonly privateDns: boolean;
  /** Where its network interfaces are; interface endpoints only. */
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  /** Id of the service's prefix list; gateway endpoints only. */
  readonly prefixListId?: string | undefined;
}

/** A network interface: something that connects, or is connected to. */
export interface Attachment {
  /** What people call it: `DataSync`, `mount target`. */
  readonly name: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
}
