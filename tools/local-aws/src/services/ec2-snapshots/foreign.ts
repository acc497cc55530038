import { queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { childText, descendants, parseXml } from '../../gateway/xml-tree';
import { freshContent } from '../ebs/content';
import type { Snapshot } from './model';
import type { RegionSnapshots } from './store';

const imported = new WeakMap<RegionSnapshots, Promise<void>>();

/**
 * Takes the snapshots of AWS's own images out of moto, once for each Region: half a second of moto's time, so only for
 * calls that may show them. moto's other snapshots are stand-ins for ours and stay hidden.
 */
export function addForeignSnapshots(
  snapshots: RegionSnapshots,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<void> {
  let done = imported.get(snapshots);
  if (!done) imported.set(snapshots, (done = importAll(snapshots, request, context)));
  return done;
}

async function importAll(
  snapshots: RegionSnapshots,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<void> {
  const answer = await context.forward(queryCall(request, 'DescribeSnapshots', {}));
  const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
  const items = root ? (descendants(root, 'snapshotSet')[0]?.children ?? []) : [];
  for (const item of items) {
    const ownerId = childText(item, 'ownerId');
    if (ownerId === context.account) continue;
    const id = childText(item, 'snapshotId');
    const volumeSize = Number(childText(item, 'volumeSize'));
    const startTime = new Date(childText(item, 'startTime'));
    const snapshot: Snapshot = {
      id,
      region: request.region,
      sequence: snapshots.nextSequence(),
      volumeId: childText(item, 'volumeId'),
      volumeSize,
      description: childText(item, 'description'),
      ownerId,
      ownerAlias: 'amazon',
      encrypted: false,
      startTime,
      tags: new Map(),
      content: freshContent(id, 64, volumeSize),
      life: { begunAt: startTime.getTime(), endsAt: startTime.getTime(), result: 'completed', ended: true },
    };
    snapshots.add(snapshot);
  }
}
