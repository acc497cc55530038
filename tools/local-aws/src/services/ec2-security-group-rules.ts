import { formOf, queryCall } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { amendXml, child, childText, descendants, setChild, type XmlElement } from '../gateway/xml-tree';

/** Descriptions of security group rules by rule id, where moto does not keep them itself. */
export type RuleDescriptions = Map<string, string>;

/** A description in a request, with what tells its rule: ports, and the far end that moto forgets it for. */
interface Described {
  readonly fromPort: string;
  readonly toPort: string;
  /** Group or prefix list id. */
  readonly peer: string;
  readonly description: string;
}

/**
 * `AuthorizeSecurityGroupIngress` and `…Egress`. moto keeps a rule's description only when the far end is an address
 * range; for a group or a prefix list Terraform would set it again at every apply.
 */
export async function authorizeWithDescriptions(
  request: GatewayRequest,
  context: GatewayContext,
  kept: RuleDescriptions,
): Promise<GatewayResponse> {
  const form = await formOf(request);
  const asked = describedPeers(form);
  const answer = await context.forward(request);
  if (answer.status >= 300 || asked.length === 0) return answer;
  // moto's answer names the rules of the last permission only.
  const filter = { 'Filter.1.Name': 'group-id', 'Filter.1.Value.1': form.get('GroupId') ?? '' };
  const all = await context.forward(queryCall(request, 'DescribeSecurityGroupRules', filter));
  const egress = String(request.operation === 'AuthorizeSecurityGroupEgress');
  amendXml(all, (root) => {
    for (const rule of rulesOf(root)) {
      const found = asked.find((candidate) => belongsTo(candidate, rule));
      if (found && childText(rule, 'isEgress') === egress)
        kept.set(childText(rule, 'securityGroupRuleId'), found.description);
    }
  });
  return showRuleDescriptions(answer, kept);
}

/** `ModifySecurityGroupRules`: moto changes the rule, but not its description. */
export async function modifyWithDescriptions(
  request: GatewayRequest,
  context: GatewayContext,
  kept: RuleDescriptions,
): Promise<GatewayResponse> {
  const form = await formOf(request);
  const answer = await context.forward(request);
  if (answer.status >= 300) return answer;
  for (let index = 1; form.has(`SecurityGroupRule.${index}.SecurityGroupRuleId`); index += 1) {
    const id = form.get(`SecurityGroupRule.${index}.SecurityGroupRuleId`) ?? '';
    const description = form.get(`SecurityGroupRule.${index}.SecurityGroupRule.Description`);
    if (description === null) kept.delete(id);
    else kept.set(id, description);
  }
  return answer;
}

/** moto's `DescribeSecurityGroupRules` with the descriptions that it has forgotten. */
export function showRuleDescriptions(answer: GatewayResponse, kept: RuleDescriptions): GatewayResponse {
  return amendXml(answer, (root) => {
    for (const rule of rulesOf(root)) {
      const description = kept.get(childText(rule, 'securityGroupRuleId'));
      if (description !== undefined) setChild(rule, 'description', description);
    }
  });
}

function rulesOf(root: XmlElement): XmlElement[] {
  return descendants(root, 'securityGroupRuleSet').flatMap((set) => set.children);
}

function belongsTo(asked: Described, rule: XmlElement): boolean {
  const group = child(rule, 'referencedGroupInfo');
  const peer = group ? childText(group, 'groupId') : childText(rule, 'prefixListId');
  return (
    peer === asked.peer &&
    childText(rule, 'fromPort') === asked.fromPort &&
    childText(rule, 'toPort') === asked.toPort
  );
}

/**
 * The groups and prefix lists of a request that have a description: `IpPermissions.<n>.Groups.<m>.Description`.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
 */
export function describedPeers(form: URLSearchParams): Described[] {
  const found: Described[] = [];
  for (const [key, description] of form) {
    const match = /^(IpPermissions\.\d+)\.((Groups|PrefixListIds)\.\d+)\.Description$/.exec(key);
    if (!match) continue;
    const [, permission, peer, kind] = match;
    found.push({
      description,
      fromPort: form.get(`${permission}.FromPort`) ?? '',
      toPort: form.get(`${permission}.ToPort`) ?? '',
      peer: form.get(`${permission}.${peer}.${kind === 'Groups' ? 'GroupId' : 'PrefixListId'}`) ?? '',
    });
  }
  return found;
}
