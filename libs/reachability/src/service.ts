import { isEverywhere } from './cidr';
import { canConnect, groupsOf } from './connect';
import type { Attachment, NetworkModel, Route, ServiceEndpoint, Subnet } from './model';
import { describeRule, ruleFor } from './rules';
import { allOf, anyOf, blocked, open, type Verdict } from './verdict';

const HTTPS = 443;

/**
 * Whether a network interface reaches an AWS service by HTTPS: through an interface endpoint with private DNS, through
 * a gateway endpoint, or over NAT or an internet gateway.
 *
 * DNS leads the service's name to *one* of them: where an interface endpoint with private DNS exists, nothing else is
 * tried, even when its firewall is closed (https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html).
 *
 * @param service the short name, such as `s3` or `datasync`
 */
export function canReachService(network: NetworkModel, from: Attachment, service: string): Verdict {
  const subnet = network.subnets.find(({ id }) => id === from.subnetId);
  if (subnet === undefined) {
    return blocked(
      `The subnet ${from.subnetId} of ${from.name} does not exist`,
      `Put ${from.name} into a subnet of the VPC.`,
    );
  }
  const endpoints = network.endpoints.filter((endpoint) => endpoint.service === service);
  const byName = endpoints.find(({ kind, privateDns }) => kind === 'interface' && privateDns);
  if (byName) return throughInterface(network, from, byName);
  const gateway = endpoints.find(({ kind }) => kind === 'gateway');
  if (gateway && routeTo(subnet, gateway)) return throughGateway(network, from, gateway);
  return overInternet(network, from, subnet, service, gateway);
}

function throughInterface(network: NetworkModel, from: Attachment, endpoint: ServiceEndpoint): Verdict {
  const { id, service, subnetIds, groupIds } = endpoint;
  if (subnetIds.length === 0) {
    return blocked(`The endpoint ${id} for ${service} is in no subnet`, `Give ${id} a subnet in each zone.`);
  }
  // Any of its interfaces will do: their firewall is the same, and all zones of a VPC reach each other.
  return anyOf(
    subnetIds.map((subnetId) =>
      canConnect(network, from, { name: `the ${service} endpoint`, subnetId, groupIds }, HTTPS),
    ),
  );
}

function throughGateway(network: NetworkModel, from: Attachment, endpoint: ServiceEndpoint): Verdict {
  const found = ruleFor(groupsOf(network, from.groupIds), {
    direction: 'egress',
    port: HTTPS,
    groupIds: [],
    cidr: '0.0.0.0/0',
    prefixListId: endpoint.prefixListId,
  });
  if (found) return open(`route to ${endpoint.id}`, describeRule(found.group, found.rule));
  return blocked(
    `The firewall of ${from.name} does not let TCP ${HTTPS} out to ${endpoint.service}`,
    `Add an egress rule for TCP ${HTTPS} to ${endpoint.prefixListId ?? '0.0.0.0/0'}.`,
  );
}

function overInternet(
  network: NetworkModel,
  from: Attachment,
  subnet: Subnet,
  service: string,
  gateway: ServiceEndpoint | undefined,
): Verdict {
  const route = subnet.routes.find(
    ({ destination, target }) =>
      isEverywhere(destination) && (target === 'nat' || target === 'internet-gateway'),
  );
  const way: Verdict = route
    ? open(`route ${route.destination} by ${route.target}`)
    : blocked(
        gateway
          ? `The routes of subnet ${subnet.id} do not lead to the ${service} endpoint ${gateway.id}`
          : `Subnet ${subnet.id} has neither an endpoint for ${service} nor a way to the internet`,
        gateway
          ? `Associate ${gateway.id} with the route table of ${subnet.id}.`
          : `Add an endpoint for ${service} to the VPC, or a NAT gateway.`,
      );
  const found = ruleFor(groupsOf(network, from.groupIds), {
    direction: 'egress',
    port: HTTPS,
    groupIds: [],
    cidr: '0.0.0.0/0',
  });
  const firewall: Verdict = found
    ? open(describeRule(found.group, found.rule))
    : blocked(
        `The firewall of ${from.name} does not let TCP ${HTTPS} out to the internet`,
        `Add an egress rule for TCP ${HTTPS} to 0.0.0.0/0, or an endpoint for ${service}.`,
      );
  return allOf([way, firewall]);
}

function routeTo(subnet: Subnet, endpoint: ServiceEndpoint): Route | undefined {
  return subnet.routes.find(
    ({ target, targetId, destination }) =>
      target === 'gateway-endpoint' && (targetId === endpoint.id || destination === endpoint.prefixListId),
  );
}
