import { derived, formOf, listOf } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { ec2Answer } from './ec2-answers';

/** Tags of a resource that the gateway keeps; undefined when the resource is moto's. */
export type OwnTags = (resourceId: string) => Map<string, string> | undefined;

/**
 * `CreateTags` and `DeleteTags` for resources of which moto knows nothing; the others of the same call go on to moto.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export async function changeTags(
  request: GatewayRequest,
  context: GatewayContext,
  ownTags: OwnTags,
): Promise<GatewayResponse | undefined> {
  const form = await formOf(request);
  const ids = listOf(form, 'ResourceId');
  const own = ids.flatMap((id) => ownTags(id) ?? []);
  if (own.length === 0) return undefined;

  const others = ids.filter((id) => !ownTags(id));
  if (others.length > 0) {
    const rest = new URLSearchParams([...form].filter(([name]) => !name.startsWith('ResourceId.')));
    others.forEach((id, index) => rest.set(`ResourceId.${index + 1}`, id));
    const answer = await context.forward(derived(request, { body: rest.toString() }));
    if (answer.status >= 300) return answer;
  }
  for (let index = 1; form.has(`Tag.${index}.Key`); index += 1) {
    const key = form.get(`Tag.${index}.Key`) ?? '';
    const value = form.get(`Tag.${index}.Value`);
    for (const tags of own) {
      if (request.operation === 'CreateTags') tags.set(key, value ?? '');
      // A value given with a deletion is a condition.
      else if (value === null || tags.get(key) === value) tags.delete(key);
    }
  }
  return ec2Answer(request.operation, { return: true });
}
