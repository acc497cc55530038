import { pooled } from '@strata/aws';
import { finishTags } from '../create/finish-tags';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import { instanceById } from '../gateway/instance-power';
import { removeTags } from '../gateway/tags';
import { leaseKey } from '../lease/lease-tags';
import type { ItemResult } from '../outcome';
import { restoreInstance } from '../restore/restore';
import { type RestoreStep, STEP_TAG } from '../restore/steps';
import type { DueRestore, ResumePlan } from './resume-plan';

/** Instances that are put back at once: starting is what AWS limits most. */
const WORKERS = 10;

const DONE: Readonly<Record<RestoreStep, string>> = {
  thaw: 'thawed',
  start: 'started',
  'leave-standby': 'back in service of its Auto Scaling group',
};

/**
 * Puts right what a plan found: instances first, for people wait for them. What fails stops nothing, and is found again
 * by the next resume. Heeds no signal: each step is short or needed.
 */
export async function executeResume(connections: Connections, plan: ResumePlan): Promise<ItemResult[]> {
  const items: ItemResult[] = [];
  const lanes = new Map<string, DueRestore[]>();
  for (const due of plan.restores) lanes.set(due.instanceId, [...(lanes.get(due.instanceId) ?? []), due]);
  const restore = async ([instanceId, due]: [string, DueRestore[]]) => {
    for (const each of due) {
      const item = await restored(connections, instanceId, each);
      items.push(item);
      // One that does not start cannot go back into service.
      if (item.outcome === 'failed') return;
    }
  };
  for await (const lane of pooled(lanes, WORKERS, restore)) if (!lane.ok) throw lane.error;
  if (plan.tags.length > 0) items.push(...(await tagged(connections, plan)));
  if (plan.leases.length > 0) items.push(...(await released(connections, plan)));
  return items;
}

async function restored(
  connections: Connections,
  instanceId: string,
  { step, runId, quiesceDocument }: DueRestore,
): Promise<ItemResult> {
  if (step === 'thaw' && quiesceDocument === undefined) {
    const detail = `frozen by ${runId}, whose policy names no quiesceDocument in this environment: thaw it by hand and remove its tag strata:frozen-by`;
    return { id: instanceId, outcome: 'failed', detail };
  }
  try {
    // Found some time ago: another resume may have been faster since, and a new run be at work on the instance.
    const current = await instanceById(connections, instanceId);
    if (current !== undefined && current.tags[STEP_TAG[step]] !== runId) {
      return { id: instanceId, outcome: 'skipped', detail: `was put back meanwhile, after the run ${runId}` };
    }
    await restoreInstance(connections, instanceId, [step], { runId, quiesceDocument });
    return { id: instanceId, outcome: 'done', detail: `${DONE[step]}, after the run ${runId}` };
  } catch (error) {
    return { id: instanceId, outcome: 'failed', detail: explained(error).message };
  }
}

async function tagged(connections: Connections, { tags }: ResumePlan): Promise<ItemResult[]> {
  const runIds = [...new Set(tags.flatMap(({ leaseRunIds }) => leaseRunIds))];
  return together(
    tags.map(({ snapshotId, runId }) => ({
      id: snapshotId,
      detail: `its tags were completed, after the run ${runId}`,
    })),
    () => finishTags(connections, runIds, tags),
  );
}

async function released(connections: Connections, { leases }: ResumePlan): Promise<ItemResult[]> {
  const keys = [...new Set(leases.flatMap(({ runIds }) => runIds))].map(leaseKey);
  const free = (those: typeof leases): Promise<ItemResult[]> =>
    together(
      those.map(({ volumeId, runIds }) => ({
        id: volumeId,
        detail: `freed from the run ${runIds.join(', ')}`,
      })),
      () =>
        removeTags(
          connections,
          those.map(({ volumeId }) => volumeId),
          keys,
        ),
    );
  const items = await free(leases);
  if (leases.length === 1 || items.every(({ outcome }) => outcome === 'done')) return items;
  // One that is gone, or that may not be touched, must not keep the others.
  const alone: ItemResult[] = [];
  for (const lease of leases) alone.push(...(await free([lease])));
  return alone;
}

async function together(
  items: readonly Omit<ItemResult, 'outcome'>[],
  act: () => Promise<void>,
): Promise<ItemResult[]> {
  try {
    await act();
    return items.map((item) => ({ ...item, outcome: 'done' }));
  } catch (error) {
    const detail = explained(error).message;
    return items.map(({ id }) => ({ id, outcome: 'failed', detail }));
  }
}
