import { NoTimeLeftError } from '../errors';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import { untilSettled } from '../wait/until-settled';
import type { PlannedSet, Preparation } from './create-plan';
import type { UnfinishedSnapshot } from './finish-tags';
import { failedToo, updated, withoutSnapshot, withSnapshot } from './item';
import { whilePrepared } from './prepare';
import { type CreatedItem, type CreateRun, msToStandStill } from './run';
import { type Taken, takeSet } from './take-set';

/** What carrying out a set came to: an item for each of its volumes. */
export interface SetExecution {
  readonly items: readonly CreatedItem[];
  /** Snapshots that were waited for, by id. */
  readonly settled: ReadonlyMap<string, SnapshotRecord>;
  /** Those that still need tags of their own. */
  readonly unfinished: readonly UnfinishedSnapshot[];
}

/** Longest that a stopped instance waits for its snapshots, ms. Their moment is fixed when they are created. */
const MAX_STOPPED_MS = 60 * 60_000;

/** How long an instance takes to stop, ms: with less time than this it is not begun with. */
const LEAST_STANDSTILL_MS: Readonly<Record<Preparation, number>> = {
  none: Number.NEGATIVE_INFINITY,
  freeze: 0,
  stop: 120_000,
};

/** Carries a set out, the instance being prepared where that was planned. Never throws. */
export async function executeSet(run: CreateRun, set: PlannedSet): Promise<SetExecution> {
  const { instanceId, preparation, volumes } = set;
  const nothing = (error: unknown): SetExecution => ({
    items: volumes.map(({ volume }) => withoutSnapshot(volume, instanceId, error)),
    settled: new Map(),
    unfinished: [],
  });
  if (run.signal.aborted) return nothing(run.signal.reason);
  if (msToStandStill(run) < LEAST_STANDSTILL_MS[preparation])
    return nothing(new NoTimeLeftError(preparation));
  if (instanceId === undefined || preparation === 'none') return answerOf(set, await takeSet(run, set));
  const { work, notRestored } = await whilePrepared(run, { ...set, instanceId }, async () => {
    run.signal.throwIfAborted();
    run.emit({ kind: 'step', instanceId, step: 'creating snapshots' });
    const taken = await takeSet(run, set);
    return answerOf(set, taken, preparation === 'stop' ? await completed(run, instanceId, taken) : undefined);
  });
  const answer = work.ok ? work.value : nothing(work.error);
  if (notRestored === undefined) return answer;
  const why = explained(notRestored).message;
  return { ...answer, items: answer.items.map((item) => failedToo(item, why)) };
}

/**
 * Waits for the snapshots of a stopped instance; at the latest until the deadline, or until the run is interrupted:
 * what they hold does not change any more. So a wait that fails is no failure of the snapshots either.
 */
async function completed(
  run: CreateRun,
  instanceId: string,
  taken: readonly Taken[],
): Promise<ReadonlyMap<string, SnapshotRecord>> {
  run.emit({ kind: 'step', instanceId, step: 'waiting for its snapshots' });
  const ids = taken.flatMap((each) => (each.ok ? [each.snapshotId] : []));
  const timeoutMs = Math.max(0, Math.min(MAX_STOPPED_MS, msToStandStill(run)));
  try {
    return await untilSettled(run.connections, ids, { timeoutMs, signal: run.signal });
  } catch {
    return new Map();
  }
}

function answerOf(
  set: PlannedSet,
  taken: readonly Taken[],
  settled: ReadonlyMap<string, SnapshotRecord> = new Map(),
): SetExecution {
  const planned = new Map(set.volumes.map((each) => [each.volume.id, each]));
  const items = taken.map((each) => {
    if (each.ok) return updated(withSnapshot(set, each), settled);
    return withoutSnapshot(
      planned.get(each.volumeId)?.volume ?? { id: each.volumeId },
      set.instanceId,
      each.error,
    );
  });
  const { call } = set;
  if (call.api === 'CreateSnapshot') return { items, settled, unfinished: [] };
  const unfinished = taken.flatMap((each) => {
    if (!each.ok) return [];
    const { device, volume } = planned.get(each.volumeId) ?? {};
    return [
      { snapshotId: each.snapshotId, device, volumeTags: call.copyVolumeTags ? undefined : volume?.tags },
    ];
  });
  return { items, settled, unfinished };
}
