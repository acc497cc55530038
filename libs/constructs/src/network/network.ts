import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { NatRoutes, type NatMode } from './nat-routes';

export interface NetworkProps {
  readonly naming: NamingScope;
  /** IPv4 range of the VPC, e.g. `10.42.0.0/16`. */
  readonly cidr: string;
  /** Availability zones, one public and one private subnet each, in the order of the ranges below. */
  readonly zones: readonly string[];
  readonly publicCidrs: readonly string[];
  readonly privateCidrs: readonly string[];
  /** NAT gateways for the private subnets. @default 'none' */
  readonly nat?: NatMode;
}

/** A VPC with a public and a private subnet in each zone. Private subnets have a route table each. */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly publicSubnets: Subnet[];
  readonly privateSubnets: Subnet[];
  readonly privateRouteTables: RouteTable[];
  readonly publicRouteTable: RouteTable;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const name = (...parts: string[]) => ({ Name: resourceName(props.naming, parts, 255) });
    this.vpc = new Vpc(this, 'vpc', {
      cidrBlock: props.cidr,
      // Mount-target names resolve only with both:
      // https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: name('vpc'),
    });
    // The default group lets its members reach each other; emptied, a resource without a group of its own gets nothing.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: this.vpc.id,
      tags: name('default-unused'),
    });

    const gateway = new InternetGateway(this, 'internet-gateway', { vpcId: this.vpc.id, tags: name('igw') });
    this.publicRouteTable = new RouteTable(this, 'public-routes', {
      vpcId: this.vpc.id,
      tags: name('public'),
    });
    new Route(this, 'public-default', {
      routeTableId: this.publicRouteTable.id,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.id,
    });

    this.publicSubnets = props.zones.map((zone, index) => {
      const subnet = new Subnet(this, `public-${index}`, {
        vpcId: this.vpc.id,
        availabilityZone: zone,
        cidrBlock: at(props.publicCidrs, index),
        mapPublicIpOnLaunch: false,
        tags: name('public', zone),
      });
      new RouteTableAssociation(this, `public-${index}-routes`, {
        subnetId: subnet.id,
        routeTableId: this.publicRouteTable.id,
      });
      return subnet;
    });
    this.privateSubnets = [];
    this.privateRouteTables = [];
    for (const [index, zone] of props.zones.entries()) {
      const subnet = new Subnet(this, `private-${index}`, {
        vpcId: this.vpc.id,
        availabilityZone: zone,
        cidrBlock: at(props.privateCidrs, index),
        tags: name('private', zone),
      });
      const routes = new RouteTable(this, `private-${index}-routes`, {
        vpcId: this.vpc.id,
        tags: name('private', zone),
      });
      new RouteTableAssociation(this, `private-${index}-association`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
      });
      this.privateSubnets.push(subnet);
      this.privateRouteTables.push(routes);
    }
    new NatRoutes(this, 'nat', {
      naming: props.naming,
      mode: props.nat ?? 'none',
      publicSubnets: this.publicSubnets,
      privateRouteTables: this.privateRouteTables,
      internetGateway: gateway,
    });
  }
}

function at(ranges: readonly string[], index: number): string {
  const range = ranges[index];
  if (range === undefined)
    throw new Error(`Network needs one subnet range for each zone; number ${index + 1} is missing`);
  return range;
}
