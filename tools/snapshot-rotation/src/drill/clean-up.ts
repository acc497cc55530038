import type { Connections } from '../gateway/connections';
import { describeVolumes } from '../gateway/describe-volumes';
import { explained } from '../gateway/explained';
import { deleteVolume } from '../gateway/volumes';
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

/** A volume that a crashed drill left. */
export interface Leftover {
  readonly id: string;
  /** Why it is left alone; undefined when it is to be deleted. */
  readonly leftAlone: string | undefined;
}

/**
 * Volumes that crashed drills left: those whose time is over. One that someone has attached is left alone.
 *
 * @throws AWS's errors
 */
export async function readLeftovers(
  connections: Connections,
  environment: string,
  signal?: AbortSignal,
): Promise<Leftover[]> {
  const now = connections.clock.now();
  const left: Leftover[] = [];
  const query = { tags: drillTags(environment), tagKey: DRILL_TAG.expires };
  for await (const { id, tags, attachments } of describeVolumes(connections, query, signal)) {
    const expires = new Date(tags[DRILL_TAG.expires] ?? Number.NaN);
    if (tags[DRILL_TAG.run] === undefined || !(expires <= now)) continue;
    const [attached] = attachments;
    const why = attached && `left by a drill, but attached to ${attached.instanceId}: it is left alone`;
    left.push({ id, leftAlone: why });
  }
  return left;
}

/** Deletes leftovers. @returns one item per volume; never throws */
export async function removeLeftovers(
  connections: Connections,
  leftovers: readonly Leftover[],
  options: CleanUpOptions = {},
): Promise<ItemResult[]> {
  return Promise.all(
    leftovers.map(({ id, leftAlone }) =>
      leftAlone === undefined
        ? deletePatiently(connections, id, options)
        : Promise.resolve({ id, outcome: 'skipped' as const, detail: leftAlone }),
    ),
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
