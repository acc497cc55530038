import type {
  FirewallRule,
  NetworkModel,
  Peer,
  Route,
  SecurityGroup,
  ServiceEndpoint,
  Subnet,
} from '@strata/reachability';
import type { PlannedResource, PlannedResources } from './planned-resources';

/**
 * The network that a stack would make, before it exists: ids are Terraform's references. Rules and routes count as
 * resources of their own, which is how this platform writes them (see `Firewall`).
 */
export function plannedNetwork(planned: PlannedResources): NetworkModel {
  return {
    groups: planned.aws_security_group.map((group) => groupOf(group, planned)),
    subnets: planned.aws_subnet.map((subnet) => subnetOf(subnet, planned)),
    endpoints: planned.aws_vpc_endpoint.map(endpointOf),
  };
}

function groupOf(group: PlannedResource, planned: PlannedResources): SecurityGroup {
  const rules = (direction: FirewallRule['direction']): FirewallRule[] =>
    planned[`aws_vpc_security_group_${direction}_rule`]
      .filter((rule) => rule.arguments['security_group_id'] === group.id)
      .map((rule) => ruleOf(direction, rule));
  return {
    id: group.id,
    name: text(group, 'name'),
    rules: [...rules('ingress'), ...rules('egress')],
  };
}

function ruleOf(direction: FirewallRule['direction'], rule: PlannedResource): FirewallRule {
  const { ip_protocol, from_port, to_port } = rule.arguments;
  return {
    direction,
    protocol: String(ip_protocol),
    fromPort: from_port as number | undefined,
    toPort: to_port as number | undefined,
    peer: peerOf(rule),
  };
}

function peerOf(rule: PlannedResource): Peer {
  const { referenced_security_group_id: group, prefix_list_id: list } = rule.arguments;
  if (typeof group === 'string') return { kind: 'group', id: group };
  if (typeof list === 'string') return { kind: 'prefix-list', id: list };
  return { kind: 'cidr', cidr: text(rule, 'cidr_ipv4') || text(rule, 'cidr_ipv6') };
}

function subnetOf(subnet: PlannedResource, planned: PlannedResources): Subnet {
  const association = planned.aws_route_table_association.find(
    (one) => one.arguments['subnet_id'] === subnet.id,
  );
  const table = association?.arguments['route_table_id'];
  const routes = planned.aws_route.filter((route) => route.arguments['route_table_id'] === table);
  const gateways = planned.aws_vpc_endpoint.filter((endpoint) =>
    list(endpoint, 'route_table_ids').includes(String(table)),
  );
  return {
    id: subnet.id,
    zone: text(subnet, 'availability_zone'),
    cidr: text(subnet, 'cidr_block'),
    // A subnet without a table of its own uses the VPC's main one, in which this platform puts no route.
    routes: table === undefined ? [] : [...routes.map(routeOf), ...gateways.map(gatewayRoute)],
  };
}

function routeOf({ arguments: route }: PlannedResource): Route {
  const target = route['nat_gateway_id'] ? 'nat' : route['gateway_id'] ? 'internet-gateway' : 'other';
  return { destination: String(route['destination_cidr_block'] ?? ''), target };
}

/** AWS writes it into each table that a gateway endpoint is associated with. */
function gatewayRoute(endpoint: PlannedResource): Route {
  return { destination: prefixListOf(endpoint), target: 'gateway-endpoint', targetId: endpoint.id };
}

function endpointOf(endpoint: PlannedResource): ServiceEndpoint {
  // Gateway is the provider's default.
  const isInterface = text(endpoint, 'vpc_endpoint_type') === 'Interface';
  return {
    id: endpoint.id,
    service: text(endpoint, 'service_name').split('.').at(-1) ?? '',
    kind: isInterface ? 'interface' : 'gateway',
    privateDns: endpoint.arguments['private_dns_enabled'] === true,
    subnetIds: list(endpoint, 'subnet_ids'),
    groupIds: list(endpoint, 'security_group_ids'),
    prefixListId: isInterface ? undefined : prefixListOf(endpoint),
  };
}

function prefixListOf({ id }: PlannedResource): string {
  return id.replace(/\.id\}$/, '.prefix_list_id}');
}

function text({ arguments: all }: PlannedResource, name: string): string {
  return typeof all[name] === 'string' ? all[name] : '';
}

function list({ arguments: all }: PlannedResource, name: string): string[] {
  return Array.isArray(all[name]) ? all[name].map(String) : [];
}
