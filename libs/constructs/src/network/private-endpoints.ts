import type { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import type { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';

export interface PrivateEndpointsProps {
  readonly naming: NamingScope;
  readonly vpcId: string;
  /** Route tables that get the S3 gateway endpoint. */
  readonly routeTables: readonly RouteTable[];
  /** Subnets that get a network interface for each interface endpoint. */
  readonly subnets: readonly Subnet[];
  readonly securityGroupId: string;
  /** Short names of services, e.g. `ssm`, `datasync`, `logs`. @default - none */
  readonly interfaceServices?: readonly string[];
}

/** Ways to AWS's services that do not leave the VPC: S3 by a (free) gateway endpoint, others by interface endpoints. */
export class PrivateEndpoints extends Construct {
  readonly s3: VpcEndpoint;

  constructor(scope: Construct, id: string, props: PrivateEndpointsProps) {
    super(scope, id);
    const name = (service: string) => ({ Name: resourceName(props.naming, ['endpoint', service], 255) });
    const serviceName = (service: string) => `com.amazonaws.${props.naming.region}.${service}`;
    this.s3 = new VpcEndpoint(this, 's3', {
      vpcId: props.vpcId,
      serviceName: serviceName('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: props.routeTables.map((routes) => routes.id),
      tags: name('s3'),
    });
    for (const service of props.interfaceServices ?? []) {
      new VpcEndpoint(this, service, {
        vpcId: props.vpcId,
        serviceName: serviceName(service),
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
        subnetIds: props.subnets.map((subnet) => subnet.id),
        securityGroupIds: [props.securityGroupId],
        tags: name(service),
      });
    }
  }
}
