import { covers } from './cidr';
import type { FirewallRule, SecurityGroup } from './model';

/** What a rule must admit. */
export interface Wanted {
  readonly direction: FirewallRule['direction'];
  readonly port: number;
  /** Groups that the far end is in. */
  readonly groupIds: readonly string[];
  /** Address block of the far end; all of it must be admitted. */
  readonly cidr?: string | undefined;
  /** Prefix list that holds the far end's addresses. */
  readonly prefixListId?: string | undefined;
}

/** The first rule of these groups that admits TCP to the far end; rules of several groups add up. */
export function ruleFor(
  groups: readonly SecurityGroup[],
  wanted: Wanted,
): { readonly group: SecurityGroup; readonly rule: FirewallRule } | undefined {
  for (const group of groups) {
    const rule = group.rules.find((candidate) => admits(candidate, wanted));
    if (rule !== undefined) return { group, rule };
  }
  return undefined;
}

function admits(rule: FirewallRule, wanted: Wanted): boolean {
  if (rule.direction !== wanted.direction) return false;
  // -1 is every protocol, and then ports do not count (API_IpPermission); 6 is TCP's number.
  if (rule.protocol !== '-1') {
    if (rule.protocol !== 'tcp' && rule.protocol !== '6') return false;
    if ((rule.fromPort ?? 0) > wanted.port || (rule.toPort ?? 65_535) < wanted.port) return false;
  }
  switch (rule.peer.kind) {
    case 'group':
      return wanted.groupIds.includes(rule.peer.id);
    case 'prefix-list':
      return rule.peer.id === wanted.prefixListId;
    case 'cidr':
      return wanted.cidr !== undefined && covers(rule.peer.cidr, wanted.cidr);
  }
}

/** A rule in words: `sg-1 (datasync) egress tcp 2049 to sg-2`. */
export function describeRule(group: SecurityGroup, rule: FirewallRule): string {
  const ports =
    rule.protocol === '-1' || rule.fromPort === undefined
      ? 'all ports'
      : rule.fromPort === rule.toPort
        ? String(rule.fromPort)
        : `${rule.fromPort}-${rule.toPort ?? 65_535}`;
  const peer = rule.peer.kind === 'cidr' ? rule.peer.cidr : rule.peer.id;
  const protocol = rule.protocol === '-1' ? 'all' : rule.protocol;
  return `${group.name}: ${rule.direction} ${protocol} ${ports} ${rule.direction === 'egress' ? 'to' : 'from'} ${peer}`;
}
