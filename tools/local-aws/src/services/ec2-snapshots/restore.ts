import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { Ec2Refusal } from '../ec2-refusal';
import { notFound } from './errors';
import { addForeignSnapshots } from './foreign';
import { stateOf, type Snapshot } from './model';
import type { SnapshotService } from './service';

/**
 * A snapshot that a volume can be made from.
 *
 * @throws Ec2Refusal when there is none of that id in this Region, or it is not completed
 */
export async function restorable(
  service: SnapshotService,
  id: string,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<Snapshot> {
  const snapshots = service.snapshots.in(request.region);
  if (!snapshots.get(id)) await addForeignSnapshots(snapshots, request, context);
  const snapshot = snapshots.get(id) ?? notFound(id);
  if (stateOf(snapshot) !== 'completed')
    throw new Ec2Refusal('IncorrectState', `Snapshot '${id}' is not 'completed'.`);
  return snapshot;
}
