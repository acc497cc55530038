import { pooled } from '@strata/aws';
import { MAX_DELETIONS } from '../gateway/delete-objects';
import { isHopeless } from '../transfer/errors';
import type { Execution, ExecutionTally } from './execution';
import type { SyncPlan } from './plan';
import type { PlannedDeletion } from './plan-items';
import type { Removal } from './remove';

/** Items that the source is asked for at a time. */
const LOOKS_AT_ONCE = 16;

/**
 * Deletes what a plan says, some hundreds at a time, each looked for once more at the source right before. Where that
 * cannot be told, or no call is answered, it stops, and the tally says why.
 *
 * @throws the signal's reason
 */
export async function executeDeletions(
  plan: SyncPlan,
  execution: Execution,
  tally: ExecutionTally,
): Promise<void> {
  let batch: PlannedDeletion[] = [];
  let ended = 0;
  const flush = async (): Promise<void> => {
    const items = batch;
    batch = [];
    if (items.length > 0) ended += await removeBatch(items, execution, tally);
  };
  for await (const item of plan.deletions.read()) {
    batch.push(item);
    if (batch.length === MAX_DELETIONS) await flush();
    if (tally.stopped !== undefined) break;
  }
  if (tally.stopped === undefined) await flush();
  tally.notBegun += plan.deletions.count - ended;
}

/** @returns of how many items it is known what became of them */
async function removeBatch(
  items: readonly PlannedDeletion[],
  execution: Execution,
  tally: ExecutionTally,
): Promise<number> {
  const { isSameSource, onResult, signal } = execution;
  signal.throwIfAborted();
  if (!(await isSameSource())) {
    tally.stopped =
      'the source is no longer the directory that was planned from, so nothing more was deleted';
    return 0;
  }
  const due = await stillAbsent(items, execution, tally);
  if (due === undefined) return 0;
  for (const { path, bytes } of items.filter((item) => !due.has(item))) {
    tally.skipped += 1;
    const detail = 'the source has it again';
    await onResult({ action: 'delete', path, outcome: 'skipped', bytes, detail });
  }
  const removals = due.size === 0 ? [] : await remove([...due], execution, tally);
  for (const { item, failure } of removals) {
    if (failure === undefined) tally.deleted += 1;
    else tally.failed += 1;
    const outcome = failure === undefined ? 'done' : 'failed';
    await onResult({ action: 'delete', path: item.path, outcome, bytes: item.bytes, detail: failure });
  }
  return items.length - due.size + removals.length;
}

/** @returns undefined where it cannot be told of all: then none of them is deleted */
async function stillAbsent(
  items: readonly PlannedDeletion[],
  { isStillAbsent, signal }: Execution,
  tally: ExecutionTally,
): Promise<ReadonlySet<PlannedDeletion> | undefined> {
  const due = new Set<PlannedDeletion>();
  for await (const outcome of pooled(items, LOOKS_AT_ONCE, ({ path }) => isStillAbsent(path), signal)) {
    if (!outcome.ok) {
      signal.throwIfAborted();
      tally.stopped = `nothing more was deleted, since the source could not be asked again: ${messageOf(outcome.error)}`;
      return undefined;
    }
    if (outcome.value) due.add(outcome.item);
  }
  return due;
}

/** Deletes; where the call as a whole fails, all its items do, but for a failure that is sure to come before anything. */
async function remove(
  items: readonly PlannedDeletion[],
  execution: Execution,
  tally: ExecutionTally,
): Promise<readonly Removal[]> {
  try {
    return await execution.remove(items);
  } catch (error) {
    execution.signal.throwIfAborted();
    tally.stopped = `nothing more was deleted: ${messageOf(error)}`;
    return isHopeless(error) ? [] : items.map((item) => ({ item, failure: messageOf(error) }));
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
