import type { Connections } from '../gateway/connections';
import { readSnapshots } from '../inventory/snapshots';
import type { SnapshotRecord, Tag } from '../model';
import { policyTags, type SnapshotPolicy } from '../policy';

/**
 * The snapshots that a policy made, and those with the tag to adopt; EC2 filters them, so that what others have in the
 * account costs nothing.
 */
export async function readCandidates(
  connections: Connections,
  policy: SnapshotPolicy,
  adopt: Tag | undefined,
  signal?: AbortSignal,
): Promise<SnapshotRecord[]> {
  const queries = [{ tags: policyTags(policy) }, ...(adopt ? [{ tags: [adopt] }] : [])];
  return readSnapshots(connections, queries, signal);
}
