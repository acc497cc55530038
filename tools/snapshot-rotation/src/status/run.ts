import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import { readVolumes } from '../inventory/volumes';
import type { SnapshotPolicy } from '../policy';
import { readCompleted } from './inventory';
import { type CompletedByVolume, statusOf, type StatusReport, type UnreadRegion } from './plan';

/**
 * Compares a policy's volumes with the RPO, in the Region of the connections and in those that its copies go to. One of
 * these that cannot be read is named in the report.
 *
 * @throws NoVolumesError when the policy selects none; AWS's errors in the Region of the connections
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
    ...copies.map(({ region }) => readElsewhere(connections, policy, region, signal)),
  ]);
  return statusOf({
    policy: name,
    rpoMinutes,
    volumes: volumes.values(),
    completed,
    copies: elsewhere.flatMap((there) => ('completed' in there ? [there] : [])),
    unread: elsewhere.flatMap((there) => ('reason' in there ? [there] : [])),
    now: connections.clock.now(),
  });
}

/** What there is in a Region that copies go to, or why that is not known: the others must not suffer from it. */
async function readElsewhere(
  connections: Connections,
  policy: SnapshotPolicy,
  region: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly region: string; readonly completed: CompletedByVolume } | UnreadRegion> {
  try {
    return { region, completed: await readCompleted(connections.inRegion(region), policy, signal) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { region, reason: explained(error).message };
  }
}
