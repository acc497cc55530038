import type { Connections } from '../gateway/connections';
import { describeInstances } from '../gateway/describe-instances';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { leasesIn } from '../lease/lease-tags';
import type { InstanceRecord, SnapshotRecord, VolumeRecord } from '../model';
import { STEP_TAG } from '../restore/steps';
import { LEASE_PREFIX, TAG } from '../tags';
import { isNothing, type Marked, still } from './marked';
import type { ResumeInput } from './plan';

/** Every lease tag's key. */
const ANY_LEASE = `${LEASE_PREFIX}*`;

/**
 * Finds what runs have marked, by tag keys alone: nothing else has to be listed. Whether a run is dead is told by its
 * leases, so what is marked is read before and after them: of a run that ends or begins meanwhile, marks and leases
 * would else not belong together, and it would look dead.
 */
export async function readLeftovers(connections: Connections, signal?: AbortSignal): Promise<ResumeInput> {
  const before = await readMarked(connections, signal);
  const volumes = await collect(describeVolumes(connections, { tagKey: ANY_LEASE }, signal));
  const { instances, unfinished } = still(
    before,
    isNothing(before) ? before : await readMarked(connections, signal),
  );
  const runIds = new Set(volumes.flatMap(({ tags }) => leasesIn(tags).map(({ runId }) => runId)));
  const snapshots: SnapshotRecord[] = [];
  for (const value of runIds) {
    const tags = [{ key: TAG.run, value }];
    snapshots.push(...(await collect(describeSnapshots(connections, { tags }, signal))));
  }
  const sources = new Map<string, VolumeRecord>();
  const volumeIds = [...new Set(unfinished.map(({ volumeId }) => volumeId))];
  for await (const volume of describeVolumes(connections, { volumeIds }, signal))
    sources.set(volume.id, volume);
  return { instances, volumes, unfinished, snapshots, sources };
}

async function readMarked(connections: Connections, signal?: AbortSignal): Promise<Marked> {
  const instances = new Map<string, InstanceRecord>();
  for (const tagKey of Object.values(STEP_TAG)) {
    for await (const instance of describeInstances(connections, { tagKey }, signal)) {
      instances.set(instance.id, instance);
    }
  }
  const unfinished = await collect(describeSnapshots(connections, { tagKey: ANY_LEASE }, signal));
  return { instances: [...instances.values()], unfinished };
}

async function collect<T>(records: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const record of records) all.push(record);
  return all;
}
