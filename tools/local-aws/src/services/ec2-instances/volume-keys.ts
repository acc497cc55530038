import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import type { VolumeMirror } from '../ec2-volumes/mirror';
import { keyState } from '../kms-keys';

/** Those of the instances that cannot come up, for the key of a volume of theirs cannot be used. */
export async function withoutKey(
  instanceIds: readonly string[],
  volumes: VolumeMirror,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { kmsKeyId, attachments } of (await volumes.in(request.region).all(request, context)).values()) {
    const theirs = attachments.map(({ instanceId }) => instanceId).filter((id) => instanceIds.includes(id));
    if (kmsKeyId === undefined || theirs.length === 0) continue;
    if ((await keyState(kmsKeyId, request.region, context)).problem === undefined) continue;
    for (const id of theirs) found.add(id);
  }
  return found;
}
