import type {
  IpPermission,
  PrefixList,
  Route as Ec2Route,
  RouteTable,
  RouteTableAssociation,
  SecurityGroup as Ec2SecurityGroup,
  Subnet as Ec2Subnet,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type {
  FirewallRule,
  NetworkModel,
  Peer,
  Route,
  RouteTarget,
  SecurityGroup,
  ServiceEndpoint,
} from '@strata/reachability';

/** What EC2 says of a VPC. */
export interface VpcFacts {
  readonly subnets: readonly Ec2Subnet[];
  readonly tables: readonly RouteTable[];
  readonly groups: readonly Ec2SecurityGroup[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly lists: readonly PrefixList[];
}

/** A VPC as the reachability checks see it. Pure. */
export function networkModel({ subnets, tables, groups, endpoints, lists }: VpcFacts): NetworkModel {
  const usable = endpoints.filter(({ State }) => State?.toLowerCase() === 'available');
  const models = usable.map((endpoint) => endpointOf(endpoint, lists));
  return {
    groups: groups.map(groupOf),
    subnets: subnets.map(({ SubnetId: id = '', AvailabilityZone: zone = '', CidrBlock: cidr = '' }) => ({
      id,
      zone,
      cidr,
      routes: routesOf(tableOf(id, tables), usable, models),
    })),
    endpoints: models,
  };
}

/** A subnet that no table is associated with uses the main one. */
function tableOf(subnetId: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const has = (test: (association: RouteTableAssociation) => boolean) =>
    tables.find(({ Associations }) => (Associations ?? []).some(test));
  return has(({ SubnetId }) => SubnetId === subnetId) ?? has(({ Main }) => Main === true);
}

function routesOf(
  table: RouteTable | undefined,
  endpoints: readonly VpcEndpoint[],
  models: readonly ServiceEndpoint[],
): Route[] {
  if (table === undefined) return [];
  const stated = (table.Routes ?? []).map(routeOf);
  // AWS writes a route into each table that a gateway endpoint is associated with; the association is the truth.
  const associated = endpoints.flatMap(({ VpcEndpointId: id = '', RouteTableIds = [] }) => {
    if (!RouteTableIds.includes(table.RouteTableId ?? '')) return [];
    const destination = models.find((model) => model.id === id)?.prefixListId ?? '';
    return [{ destination, target: 'gateway-endpoint' as const, targetId: id }];
  });
  return [...stated.filter(({ target }) => target !== 'gateway-endpoint'), ...associated];
}

function routeOf(route: Ec2Route): Route {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, GatewayId } = route;
  return {
    destination: DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId ?? '',
    target: targetOf(route),
    ...(GatewayId === undefined ? {} : { targetId: GatewayId }),
  };
}

function targetOf({ State, NatGatewayId, GatewayId = '' }: Ec2Route): RouteTarget {
  if (State === 'blackhole') return 'blackhole';
  if (NatGatewayId) return 'nat';
  if (GatewayId === 'local') return 'local';
  if (GatewayId.startsWith('vpce-')) return 'gateway-endpoint';
  return GatewayId.startsWith('igw-') ? 'internet-gateway' : 'other';
}

function groupOf({
  GroupId: id = '',
  GroupName: name = id,
  IpPermissions,
  IpPermissionsEgress,
}: Ec2SecurityGroup): SecurityGroup {
  return {
    id,
    name,
    rules: [
      ...(IpPermissions ?? []).flatMap((permission) => rulesOf('ingress', permission)),
      ...(IpPermissionsEgress ?? []).flatMap((permission) => rulesOf('egress', permission)),
    ],
  };
}

function rulesOf(direction: FirewallRule['direction'], permission: IpPermission): FirewallRule[] {
  const cidr = (text = ''): Peer => ({ kind: 'cidr', cidr: text });
  const peers: Peer[] = [
    ...(permission.IpRanges ?? []).map(({ CidrIp }) => cidr(CidrIp)),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => cidr(CidrIpv6)),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId = '' }): Peer => ({ kind: 'group', id: GroupId })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = '' }): Peer => ({
      kind: 'prefix-list',
      id: PrefixListId,
    })),
  ];
  const { IpProtocol: protocol = '-1', FromPort: fromPort, ToPort: toPort } = permission;
  return peers.map((peer) => ({ direction, protocol, fromPort, toPort, peer }));
}

function endpointOf(endpoint: VpcEndpoint, lists: readonly PrefixList[]): ServiceEndpoint {
  const { VpcEndpointId: id = '', ServiceName = '', DnsOptions, PrivateDnsEnabled } = endpoint;
  const isGateway = endpoint.VpcEndpointType !== 'Interface';
  return {
    id,
    service: ServiceName.split('.').at(-1) ?? '',
    kind: isGateway ? 'gateway' : 'interface',
    // With the last option only the names' asked from outside the VPC lead to it.
    privateDns: PrivateDnsEnabled === true && DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== true,
    subnetIds: endpoint.SubnetIds ?? [],
    groupIds: (endpoint.Groups ?? []).map(({ GroupId = '' }) => GroupId),
    prefixListId: isGateway
      ? lists.find(({ PrefixListName }) => PrefixListName === ServiceName)?.PrefixListId
      : undefined,
  };
}
