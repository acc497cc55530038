import type { Attachment, NetworkModel, SecurityGroup, Subnet } from './model';
import { describeRule, ruleFor } from './rules';
import { allOf, blocked, open, type Verdict } from './verdict';

/**
 * Whether one network interface of a VPC can open a TCP connection to another: the firewalls of both ends must let it
 * through. Routes within a VPC always exist. Network ACLs are not looked at.
 */
export function canConnect(network: NetworkModel, from: Attachment, to: Attachment, port: number): Verdict {
  const source = end(network, from);
  const target = end(network, to);
  if ('missing' in source) return source.missing;
  if ('missing' in target) return target.missing;
  return allOf([
    through(source, 'egress', port, to, target.subnet),
    through(target, 'ingress', port, from, source.subnet),
  ]);
}

interface End {
  readonly attachment: Attachment;
  readonly groups: readonly SecurityGroup[];
  readonly subnet: Subnet;
}

function end(network: NetworkModel, attachment: Attachment): End | { readonly missing: Verdict } {
  const subnet = network.subnets.find(({ id }) => id === attachment.subnetId);
  if (subnet === undefined) {
    return {
      missing: blocked(
        `The subnet ${attachment.subnetId} of ${attachment.name} does not exist`,
        `Put ${attachment.name} into a subnet of the VPC.`,
      ),
    };
  }
  return { attachment, subnet, groups: groupsOf(network, attachment.groupIds) };
}

/** The groups of the model with these ids. */
export function groupsOf({ groups }: NetworkModel, ids: readonly string[]): SecurityGroup[] {
  return groups.filter(({ id }) => ids.includes(id));
}

function through(
  { attachment, groups }: End,
  direction: 'egress' | 'ingress',
  port: number,
  far: Attachment,
  farSubnet: Subnet,
): Verdict {
  const found = ruleFor(groups, { direction, port, groupIds: far.groupIds, cidr: farSubnet.cidr });
  if (found) return open(describeRule(found.group, found.rule));
  const names = groups.map(({ name }) => name).join(', ') || 'no security group';
  const way = direction === 'egress' ? `out to ${far.name}` : `in from ${far.name}`;
  return blocked(
    `The firewall of ${attachment.name} (${names}) does not let TCP ${port} ${way}`,
    `Add an ${direction} rule for TCP ${port} ${direction === 'egress' ? 'to' : 'from'} ${far.groupIds.join(', ') || farSubnet.cidr} to ${names}.`,
  );
}
