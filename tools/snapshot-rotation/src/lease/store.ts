import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { removeTags, setTags } from '../gateway/tags';
import { type Lease, leaseKey, leasesIn, leaseValue } from './lease-tags';

/** Where leases are kept. */
export interface LeaseStore {
  /** Writes a lease on volumes, over the run's earlier one. */
  write(volumeIds: readonly string[], lease: Lease): Promise<void>;
  /** The leases of each volume that there is. */
  read(volumeIds: readonly string[]): Promise<readonly (readonly Lease[])[]>;
  /** Takes runs' leases away from volumes. */
  remove(volumeIds: readonly string[], runIds: readonly string[]): Promise<void>;
}

/** Leases as tags on the volumes themselves: visible to everyone who may see the volumes, and nothing else to run. */
export function tagStore(connections: Connections): LeaseStore {
  return {
    write: (volumeIds, lease) =>
      onThoseThatExist(connections, volumeIds, (ids) =>
        setTags(connections, ids, { [leaseKey(lease.runId)]: leaseValue(lease) }),
      ),
    async read(volumeIds) {
      const leases: Lease[][] = [];
      for await (const { tags } of describeVolumes(connections, { volumeIds })) leases.push(leasesIn(tags));
      return leases;
    },
    remove: (volumeIds, runIds) =>
      onThoseThatExist(connections, volumeIds, (ids) => removeTags(connections, ids, runIds.map(leaseKey))),
  };
}

/** Tags that a volume may have (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
const MAX_TAGS = 50;

/**
 * Those of the volumes that a lease can be written on: that exist, and have room for another tag. One without room is
 * worked on without a lease: at worst two runs make a snapshot of it each.
 */
export async function leasable(connections: Connections, volumeIds: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { id, tags } of describeVolumes(connections, { volumeIds }))
    if (hasRoom(tags)) found.push(id);
  return found.sort();
}

/** Whether another tag fits in; AWS's own do not count. */
function hasRoom(tags: Readonly<Record<string, string>>): boolean {
  return Object.keys(tags).filter((key) => !key.startsWith('aws:')).length < MAX_TAGS;
}

/** One volume that was deleted meanwhile fails the tagging of all: then those that are left are tagged. */
async function onThoseThatExist(
  connections: Connections,
  volumeIds: readonly string[],
  tag: (volumeIds: readonly string[]) => Promise<void>,
): Promise<void> {
  try {
    await tag(volumeIds);
  } catch (error) {
    if (failureKind(error) !== 'not-found') throw error;
    const existing: string[] = [];
    for await (const { id } of describeVolumes(connections, { volumeIds })) existing.push(id);
    if (existing.length === volumeIds.length) throw error;
    await tag(existing);
  }
}
