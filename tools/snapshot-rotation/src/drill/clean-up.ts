import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { explained } from '../gateway/explained';
import { deleteVolume } from '../gateway/volumes';
import type { VolumeRecord } from '../model';
import type { ItemResult } from '../outcome';
import { ownerTags } from '../tags';
import { poll, type PollOptions } from '../wait/poll';
import { DRILL_TAG } from './tags';

/** How long a volume that is still being made is waited for before it is given up, ms. */
const BUSY_TIMEOUT_MS = 300_000;

/** How patiently volumes are deleted. */
export interface CleanUpOptions {
  readonly poll?: Pick<PollOptions, 'firstMs' | 'longestMs'> | undefined;
}

/**
 * Deletes the volumes that a drill made, found by its tag: also one whose creation got no answer. No signal stops it.
 *
 * @param knownId the volume whose creation was answered: listings may not show it yet
 * @returns one item per volume, failed for one that is still there; never throws
 */
export async function deleteDrillVolumes(
  connections: Connections,
  environment: string,
  runId: string,
  knownId: string | undefined,
  options: CleanUpOptions = {},
): Promise<ItemResult[]> {
  const ids = new Set(knownId === undefined ? [] : [knownId]);
  const failed: ItemResult[] = [];
  try {
    const tags = [...drillTags(environment), { key: DRILL_TAG.run, value: runId }];
    for await (const { id } of describeVolumes(connections, { tags })) ids.add(id);
  } catch (error) {
    const detail = `volumes of this drill could not be listed: ${explained(error).message}`;
    if (knownId === undefined) failed.push({ id: runId, outcome: 'failed', detail });
  }
  const deleted = await Promise.all([...ids].map((id) => deletePatiently(connections, id, options)));
  return [...deleted, ...failed];
}

/**
 * Deletes volumes that crashed drills left: those whose time is over. One that someone has attached is left alone.
 *
 * @returns one item per volume
 * @throws AWS's errors of listing
 */
export async function removeLeftovers(
  connections: Connections,
  environment: string,
  options: CleanUpOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<ItemResult[]> {
  const now = connections.clock.now();
  const left: VolumeRecord[] = [];
  const query = { tags: drillTags(environment), tagKey: DRILL_TAG.expires };
  for await (const volume of describeVolumes(connections, query, options.signal)) {
    const expires = new Date(volume.tags[DRILL_TAG.expires] ?? Number.NaN);
    if (volume.tags[DRILL_TAG.run] !== undefined && expires <= now) left.push(volume);
  }
  return Promise.all(
    left.map(({ id, attachments }) => {
      const [attached] = attachments;
      if (attached === undefined) return deletePatiently(connections, id, options);
      const detail = `left by a drill, but attached to ${attached.instanceId}: it is left alone`;
      return Promise.resolve({ id, outcome: 'skipped' as const, detail });
    }),
  );
}

function drillTags(environment: string) {
  return Object.entries(ownerTags(environment)).map(([key, value]) => ({ key, value }));
}

async function deletePatiently(
  connections: Connections,
  id: string,
  { poll: pace = {} }: CleanUpOptions,
): Promise<ItemResult> {
  const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
  try {
    const end = await poll(async () => {
      const deletion = await deleteVolume(connections, id);
      return deletion === 'busy' && performance.now() < giveUpAt ? undefined : deletion;
    }, pace);
    if (end === 'busy') return { id, outcome: 'failed', detail: 'EC2 calls it in use: delete it by hand' };
    return { id, outcome: 'done', detail: end === 'gone' ? 'was gone already' : 'deleted' };
  } catch (error) {
    return { id, outcome: 'failed', detail: `still there: ${explained(error).message}` };
  }
}
