import type { CreateEvent } from '../create/run';
import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { instanceById } from '../gateway/instance-power';
import type { SnapshotRecord } from '../model';
import { LEASE_PREFIX, TAG } from '../tags';

/** The snapshots that a run has made. */
export async function snapshotsOf(connections: Connections, runId: string): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  const tags = [{ key: TAG.run, value: runId }];
  for await (const snapshot of describeSnapshots(connections, { tags })) found.push(snapshot);
  return found;
}

/**
 * Keys of all lease tags, on volumes and on snapshots: none when no run is at work.
 *
 * @param volumeIds only those on these volumes and on their snapshots. @default all
 */
export async function leaseTags(connections: Connections, volumeIds?: readonly string[]): Promise<string[]> {
  const keys: string[] = [];
  const which = volumeIds === undefined ? {} : { volumeIds };
  for await (const { tags } of describeVolumes(connections, which)) keys.push(...Object.keys(tags));
  for await (const { tags } of describeSnapshots(connections, which)) keys.push(...Object.keys(tags));
  return keys.filter((key) => key.startsWith(LEASE_PREFIX));
}

/** An instance's state, and the tags by which runs mark it. */
export async function markedState(
  connections: Connections,
  instanceId: string,
): Promise<readonly [state: string | undefined, tags: string[]]> {
  const instance = await instanceById(connections, instanceId);
  const marks: string[] = [TAG.stoppedBy, TAG.frozenBy, TAG.standbyBy];
  return [instance?.state, Object.keys(instance?.tags ?? {}).filter((key) => marks.includes(key))];
}

/** Keeps the steps that a run goes through. */
export function stepsOf(): { readonly steps: string[]; readonly onEvent: (event: CreateEvent) => void } {
  const steps: string[] = [];
  return { steps, onEvent: (event) => event.kind === 'step' && steps.push(event.step) };
}
