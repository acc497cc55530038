import { queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { child, childText, descendants, parseXml, type XmlElement } from '../../gateway/xml-tree';
import { ec2Refusal } from '../ec2-refusal';
import { parseTags } from '../ec2-volumes/parse';

/** An instance as far as starting and stopping it goes. */
export interface InstanceFacts {
  readonly id: string;
  /** As moto has it. */
  readonly state: string;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Asks moto for instances by id.
 *
 * @throws Ec2Refusal with moto's own refusal, e.g. `InvalidInstanceID.NotFound`
 */
export async function instanceFacts(
  ids: readonly string[],
  request: GatewayRequest,
  context: GatewayContext,
): Promise<InstanceFacts[]> {
  const parameters = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]));
  const answer = await context.forward(queryCall(request, 'DescribeInstances', parameters));
  if (answer.status >= 300) throw ec2Refusal(answer);
  const root = parseXml(answer.body.toString());
  const found = new Map((root ? instancesIn(root) : []).map((item) => [childText(item, 'instanceId'), item]));
  return ids.map((id) => {
    const item = found.get(id);
    const state = item && child(item, 'instanceState');
    return { id, state: state ? childText(state, 'name') : '', tags: item ? parseTags(item) : new Map() };
  });
}

/** Elements of all instances in an answer. */
export function instancesIn(root: XmlElement): XmlElement[] {
  return descendants(root, 'instancesSet').flatMap((set) => set.children);
}
