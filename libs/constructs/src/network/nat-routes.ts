import { Eip } from '@cdktf/provider-aws/lib/eip';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import type { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import type { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';

/** `single` is cheaper; `per-zone` keeps a zone's way out when another zone fails, and pays no cross-zone traffic. */
export type NatMode = 'none' | 'single' | 'per-zone';

export interface NatRoutesProps {
  readonly naming: NamingScope;
  readonly mode: NatMode;
  readonly publicSubnets: readonly Subnet[];
  /** One for each zone, in the order of `publicSubnets`. */
  readonly privateRouteTables: readonly RouteTable[];
  readonly internetGateway: InternetGateway;
}

/** NAT gateways in the public subnets and the private default routes through them. */
export class NatRoutes extends Construct {
  constructor(scope: Construct, id: string, props: NatRoutesProps) {
    super(scope, id);
    const count = props.mode === 'none' ? 0 : props.mode === 'single' ? 1 : props.publicSubnets.length;
    const gateways = props.publicSubnets.slice(0, count).map((subnet, index) => {
      const tags = { Name: resourceName(props.naming, ['nat', String(index)], 255) };
      const address = new Eip(this, `address-${index}`, {
        domain: 'vpc',
        tags,
        dependsOn: [props.internetGateway],
      });
      return new NatGateway(this, `gateway-${index}`, {
        allocationId: address.id,
        subnetId: subnet.id,
        tags,
      });
    });
    for (const [index, routes] of props.privateRouteTables.entries()) {
      const gateway = gateways[index] ?? gateways[0];
      if (!gateway) return;
      new Route(this, `default-${index}`, {
        routeTableId: routes.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateway.id,
      });
    }
  }
}
