import { formOf } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { amendXml, descendants, type XmlElement } from '../gateway/xml-tree';

/** Answers one operation of Auto Scaling's. */
export type AutoScalingOperation = (
  request: GatewayRequest,
  context: GatewayContext,
) => Promise<GatewayResponse>;

/** Operations by name. */
export type AutoScalingOperations = Readonly<Record<string, AutoScalingOperation>>;

/** An operation that moto does, and of which we keep something once it is done. */
export function remembering(
  keep: (form: URLSearchParams, request: GatewayRequest) => void,
): AutoScalingOperation {
  return async (request, context) => {
    const answer = await context.forward(request);
    if (answer.status < 300) keep(await formOf(request), request);
    return answer;
  };
}

/** An operation that moto answers with a list, each member of which we amend. */
export function amending(
  list: string,
  amend: (member: XmlElement, request: GatewayRequest) => void,
): AutoScalingOperation {
  return async (request, context) =>
    amendXml(await context.forward(request), (root) => {
      descendants(root, list)[0]?.children.forEach((member) => amend(member, request));
    });
}

/** Key of something that a Region holds, e.g. a group, or a policy of a group. */
export function regionKey(request: GatewayRequest, ...names: (string | null)[]): string {
  return JSON.stringify([request.region, ...names]);
}
