import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { pendingByVolume } from '../gateway/pending-snapshots';
import { managedInstances } from '../gateway/managed-instances';
import { withInstanceStore } from '../gateway/instance-types';
import { groupMemberships } from '../gateway/standby';
import { readVolumes } from '../inventory/volumes';
import type { VolumeSelection } from '../model';
import type { Consistency } from '../model';
import type { CreatePlanInput } from './plan-input';

/**
 * Reads what a creation is planned on: the volumes, their instances, and what the chosen consistency needs to know.
 *
 * @throws what `readVolumes` throws
 */
export async function readPlanInput(
  connections: Connections,
  selection: VolumeSelection,
  consistency: Consistency,
  signal?: AbortSignal,
): Promise<CreatePlanInput> {
  const inventory = await readVolumes(connections, selection, signal);
  const running = [...inventory.instances.values()].filter(({ state }) => state === 'running');
  const pending = await pendingByVolume(connections, [...inventory.volumes.keys()], signal);
  const grouped = running.filter(({ autoScalingGroup }) => autoScalingGroup !== undefined);
  const stopping = consistency === 'stopped';
  const groups = await groupMemberships(connections, stopping ? idsOf(grouped) : [], signal);
  const types = stopping ? running.map(({ type }) => type) : [];
  const instanceStoreTypes = await withInstanceStore(connections, types, signal);
  const managed =
    consistency === 'quiesced' ? await reachable(connections, idsOf(running), signal) : undefined;
  return { ...inventory, pending, managed, instanceStoreTypes, groups };
}

/** Who may send commands need not be allowed to list instances: then the freeze itself tells. */
async function reachable(
  connections: Connections,
  instanceIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string> | undefined> {
  try {
    return await managedInstances(connections, instanceIds, signal);
  } catch (error) {
    if (failureKind(error) === 'denied') return undefined;
    throw error;
  }
}

function idsOf(records: readonly { readonly id: string }[]): string[] {
  return records.map(({ id }) => id);
}
