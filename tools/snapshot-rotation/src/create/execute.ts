import { pooled } from '@strata/aws';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import type { CreatePlan, PlannedSet } from './create-plan';
import { executeSet } from './execute-set';
import { finishTags, type UnfinishedSnapshot } from './finish-tags';
import { failedToo } from './item';
import type { CreatedItem, CreateRun } from './run';

/** What carrying out a plan came to. */
export interface Execution {
  readonly items: readonly CreatedItem[];
  /** Snapshots that were waited for, by id. */
  readonly settled: ReadonlyMap<string, SnapshotRecord>;
}

/** Sets that are worked on at once: plenty where only AWS's limits count, few where instances stand still. */
const WORKERS = { running: 64, standing: 10 } as const;

/**
 * Carries a plan out. Failures stop nothing; once the run's signal is aborted no set is begun, and those under way are
 * made whole. Each selected volume has an item in the end.
 */
export async function executeCreation(run: CreateRun, plan: CreatePlan): Promise<Execution> {
  const items: CreatedItem[] = [];
  const settled = new Map<string, SnapshotRecord>();
  const unfinished: UnfinishedSnapshot[] = [];
  const add = (item: CreatedItem): void => {
    items.push(item);
    run.emit({ kind: 'item', item });
  };
  for (const { volumeId, instanceId, reason, refused } of plan.skipped) {
    add({ id: volumeId, instanceId, outcome: refused ? 'failed' : 'skipped', detail: reason });
  }
  const standing = plan.sets.some(({ preparation }) => preparation !== 'none');
  const work = async (lane: readonly PlannedSet[]): Promise<void> => {
    for (const set of lane) {
      const done = await executeSet(run, set);
      unfinished.push(...done.unfinished);
      for (const [id, record] of done.settled) settled.set(id, record);
      done.items.forEach(add);
    }
  };
  // The signal is not handed on: it is looked at before each set, so that every volume gets its item.
  for await (const lane of pooled(lanesOf(plan.sets), standing ? WORKERS.standing : WORKERS.running, work)) {
    if (!lane.ok) throw lane.error;
  }
  const why = await finish(run, unfinished);
  const untagged = new Set(why === undefined ? [] : unfinished.map(({ snapshotId }) => snapshotId));
  return {
    items: items.map((item) => (untagged.has(item.snapshotId ?? '') ? failedToo(item, why ?? '') : item)),
    settled,
  };
}

/** Sets side by side, but those of one Auto Scaling group one after another: it misses one instance at a time. */
function lanesOf(sets: readonly PlannedSet[]): PlannedSet[][] {
  const lanes = new Map<unknown, PlannedSet[]>();
  for (const set of sets) {
    const key = set.standbyGroup ?? set;
    lanes.set(key, [...(lanes.get(key) ?? []), set]);
  }
  return [...lanes.values()];
}

/** Gives the snapshots of sets their own tags. @returns why it failed; the snapshots are good all the same */
async function finish(
  { connections, runId }: CreateRun,
  unfinished: readonly UnfinishedSnapshot[],
): Promise<string | undefined> {
  try {
    await finishTags(connections, [runId], unfinished);
    return undefined;
  } catch (error) {
    return `its tags could not be set (strata snapshots resume does it): ${explained(error).message}`;
  }
}
