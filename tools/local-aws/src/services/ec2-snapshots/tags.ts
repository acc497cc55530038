import type { GatewayContext } from '../../gateway/service';
import { CONTROL_TAGS } from './controls';
import { notFound } from './errors';
import type { SnapshotService } from './service';

/** Tags of a snapshot of the account's; undefined when the id is of something else. */
export function snapshotTags(
  service: SnapshotService,
  region: string,
  resourceId: string,
): Map<string, string> | undefined {
  if (!resourceId.startsWith('snap-')) return undefined;
  return (service.snapshots.in(region).get(resourceId) ?? notFound(resourceId)).tags;
}

/** Ends pending snapshots that were told to end by their tags. */
export function settleTagged(
  service: SnapshotService,
  region: string,
  ids: readonly string[],
  context: GatewayContext,
): void {
  for (const id of ids) {
    const snapshot = service.snapshots.in(region).get(id);
    const result = snapshot?.tags.get(CONTROL_TAGS.snapshotResult);
    if (snapshot && (result === 'completed' || result === 'error'))
      service.lives.end(snapshot, context, result);
  }
}
