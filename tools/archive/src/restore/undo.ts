import { setMaxListeners } from 'node:events';
import { pooled } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { headObject } from '../gateway/get-object';
import { ArchivedAmounts, EACH_ITS_OWN } from '../glacier/estimate';
import { Spool } from '../sync/spool';
import { isCopyOf } from './copy-of';
import { NotUndoableError } from './errors';
import type { RunFacts, RunItem, VersionRef } from './journal';
import { openJournal } from './journal-store';
import { note, type RestorePlan } from './read-plan';
import { newRunId } from './run-id';
import { undoStep } from './undo-plan';

/** Keys that are looked at at a time. */
const CONCURRENCY = 32;

/** A plan whose items are in a temporary file where they are many, for a run may have had millions: close them. */
export type UndoPlan = Omit<RestorePlan, 'items'> & { readonly items: Spool<RunItem> };

/**
 * Plans the undoing of a run: what it replaced comes back on top, what it brought back is removed. An undo has a
 * journal of its own and can be undone likewise.
 *
 * @throws PlanNotKeptError, UnknownRunError, NotUndoableError, AwsFailure
 */
export async function readUndoPlan(
  connections: Connections,
  bucket: string,
  runId: string,
  signal?: AbortSignal,
): Promise<{ readonly facts: RunFacts; readonly plan: UndoPlan }> {
  // Every request under way listens to it.
  if (signal !== undefined) setMaxListeners(0, signal);
  const { facts: undone, items, outcomes } = await openJournal(connections, bucket, runId, signal);
  if (undone.destination.kind !== 'in-place') {
    const { destination: to } = undone;
    throw new NotUndoableError(runId, to.kind === 'directory' ? to.path : `s3://${to.bucket}/${to.prefix}`);
  }
  const found = new Spool<RunItem>();
  const left = { count: 0, first: [] as { key: string; reason: string }[] };
  let unchanged = 0;
  const archived = new ArchivedAmounts();
  const look = async (item: RunItem) => {
    const place = { bucket, key: item.key };
    const current = await headObject(connections, place, signal);
    if (current === undefined) return undoStep(item, outcomes.get(item.key), undefined);
    const isCopy = (version: VersionRef | undefined) =>
      isCopyOf(connections, place, current, version, signal);
    const copyOf = (await isCopy(item.before))
      ? 'before'
      : (await isCopy(item.source))
        ? 'source'
        : undefined;
    return undoStep(item, outcomes.get(item.key), { ...current, copyOf });
  };
  try {
    for await (const outcome of pooled(items, CONCURRENCY, look, signal)) {
      if (!outcome.ok) throw outcome.error;
      const step = outcome.value;
      if (step.kind === 'unchanged') unchanged += 1;
      else if (step.kind === 'left') note(left, step.key, step.reason);
      else {
        await found.add(step.item);
        if (step.item.source !== undefined) archived.add(step.item.source);
      }
    }
    await found.seal();
  } catch (error) {
    await found.close();
    throw error;
  }
  const now = connections.clock.now();
  return {
    facts: {
      runId: newRunId('undo', now),
      kind: 'undo',
      bucket,
      prefix: undone.prefix,
      at: runId,
      destination: undone.destination,
      tier: undone.tier,
      days: undone.days,
      startedAt: now.toISOString(),
    },
    plan: {
      items: found,
      overflow: false,
      unchanged,
      left,
      uncertain: { count: 0, first: [] },
      estimate: archived.estimate(undone.tier, undone.days, EACH_ITS_OWN),
      refusal: undefined,
      warnings: [],
    },
  };
}
