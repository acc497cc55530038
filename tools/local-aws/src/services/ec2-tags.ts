import { derived, formOf, listOf } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { ec2Answer } from './ec2-answers';
import { checkTags, honourDryRun, numberedTags } from './ec2-request';

/** Whose tags the gateway keeps. */
export interface KeptTags {
  /**
   * Tags of a resource of which moto knows nothing; undefined when the resource is moto's.
   *
   * @throws Ec2Refusal when the resource can only be the gateway's and there is none
   */
  own(resourceId: string): Map<string, string> | undefined;
  /** The gateway's copy of the tags of a resource of moto's, if it has one. */
  copied(resourceId: string): Map<string, string> | undefined;
  /** Told after tags of the gateway's own resources have changed. */
  changed(resourceIds: readonly string[]): void;
}

/**
 * `CreateTags` and `DeleteTags` for resources of which moto knows nothing; the others of the same call go on to moto.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export async function changeTags(
  request: GatewayRequest,
  context: GatewayContext,
  kept: KeptTags,
): Promise<GatewayResponse | undefined> {
  const form = await formOf(request);
  const ids = listOf(form, 'ResourceId');
  const own = new Map(ids.map((id) => [id, kept.own(id)]));
  const ownIds = ids.filter((id) => own.get(id));
  const others = ids.filter((id) => !own.get(id));
  const pairs = numberedTags(form, 'Tag.');
  const creating = request.operation === 'CreateTags';
  if (ownIds.length > 0) {
    if (creating) for (const tags of own.values()) checkAdded(pairs, tags);
    honourDryRun(form);
  }
  if (others.length > 0) {
    const rest = new URLSearchParams([...form].filter(([name]) => !name.startsWith('ResourceId.')));
    others.forEach((id, index) => rest.set(`ResourceId.${index + 1}`, id));
    const answer = await context.forward(derived(request, { body: rest.toString() }));
    for (const id of others) if (answer.status < 300) apply(kept.copied(id), creating, pairs);
    if (answer.status >= 300 || ownIds.length === 0) return answer;
  }
  for (const tags of own.values()) {
    // Without tags, a deletion means all; AWS's own stay.
    if (!creating && pairs.length === 0) {
      for (const key of [...(tags?.keys() ?? [])]) if (!key.startsWith('aws:')) tags?.delete(key);
    }
    apply(tags, creating, pairs);
  }
  kept.changed(ownIds);
  return ec2Answer(request.operation, { return: true });
}

type Pairs = readonly (readonly [string, string | null])[];

function checkAdded(pairs: Pairs, tags: ReadonlyMap<string, string> | undefined): void {
  if (!tags) return;
  const keys = pairs.map(([key]) => key);
  checkTags(keys, new Map([...tags, ...keys.map((key) => [key, ''] as const)]));
}

function apply(tags: Map<string, string> | undefined, creating: boolean, pairs: Pairs): void {
  for (const [key, value] of tags ? pairs : []) {
    if (creating) tags?.set(key, value ?? '');
    // A value given with a deletion is a condition.
    else if (value === null || tags?.get(key) === value) tags?.delete(key);
  }
}
