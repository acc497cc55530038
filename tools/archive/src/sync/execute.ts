import { pooled } from '@strata/aws';
import { Brake } from '../transfer/brake';
import { isHopeless } from '../transfer/errors';
import { executeDeletions } from './execute-deletions';
import type { Execution, ExecutionTally } from './execution';
import type { SyncPlan } from './plan';
import type { Transfer } from './plan-items';

/**
 * Carries a plan out: all transfers, then the deletions, and these only if nothing failed before. A failure that is
 * sure to meet all others too (no more room, credentials expired) ends it: what is under way ends, no more is begun. Any
 * other one is an item's own.
 *
 * @throws the signal's reason, when what was under way has ended
 */
export async function executePlan(plan: SyncPlan, execution: Execution): Promise<ExecutionTally> {
  const tally: ExecutionTally = {
    done: 0,
    failed: 0,
    skipped: 0,
    bytes: 0,
    deleted: 0,
    notBegun: 0,
    stopped: undefined,
  };
  await transferAll(plan, execution, tally);
  const begun = tally.done + tally.failed + tally.skipped;
  tally.notBegun = plan.transfers.count - begun;
  if (plan.deletions.count === 0) return tally;
  const faults = plan.amounts.fault.items;
  if (tally.failed > 0 || tally.notBegun > 0 || faults > 0) {
    tally.notBegun += plan.deletions.count;
    tally.stopped ??= `nothing is deleted before all else has succeeded, and ${tally.failed + faults} failed`;
    return tally;
  }
  await executeDeletions(plan, execution, tally);
  return tally;
}

async function transferAll(plan: SyncPlan, execution: Execution, tally: ExecutionTally): Promise<void> {
  const { concurrency, transfer, onResult, signal } = execution;
  const brake = new Brake();
  const work = (item: Transfer) => brake.watching(() => transfer(item));
  for await (const outcome of pooled(brake.until(plan.transfers.read()), concurrency, work, signal)) {
    const { action, path, bytes } = outcome.item;
    if (outcome.ok && outcome.value === undefined) {
      tally.done += 1;
      tally.bytes += bytes;
      await onResult({ action, path, outcome: 'done', bytes });
    } else if (outcome.ok) {
      tally.skipped += 1;
      await onResult({ action, path, outcome: 'skipped', bytes, detail: outcome.value });
    } else {
      const { error } = outcome;
      tally.failed += 1;
      const detail = error instanceof Error ? error.message : String(error);
      await onResult({ action, path, outcome: 'failed', bytes, detail, isForAll: isHopeless(error) });
    }
  }
  if (brake.reason !== undefined) tally.stopped = `no more was begun, since all would fail: ${brake.reason}`;
}
