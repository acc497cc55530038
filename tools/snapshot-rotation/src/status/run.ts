import type { Connections } from '../gateway/connections';
import { readVolumes } from '../inventory/volumes';
import type { SnapshotPolicy } from '../policy';
import { readCompleted } from './inventory';
import { statusOf, type StatusReport } from './plan';

/**
 * Compares a policy's volumes with the RPO, in the Region of the connections and in those that its copies go to.
 *
 * @throws NoVolumesError when the policy selects none
 */
export async function runStatus(
  connections: Connections,
  policy: SnapshotPolicy,
  rpoMinutes: number,
  signal?: AbortSignal,
): Promise<StatusReport> {
  const { name, tag, copies } = policy.config;
  const [{ volumes }, completed, ...elsewhere] = await Promise.all([
    readVolumes(connections, { tags: [tag] }, signal),
    readCompleted(connections, policy, signal),
    ...copies.map(async ({ region }) => ({
      region,
      completed: await readCompleted(connections.inRegion(region), policy, signal),
    })),
  ]);
  const now = connections.clock.now();
  return statusOf({ policy: name, rpoMinutes, volumes: volumes.values(), completed, copies: elsewhere, now });
}
