import { type Output, plural, startProgress } from '@strata/cli-kit';
import { tally } from '../outcome';
import { volumeIdsOf } from './create-plan';
import type { CreatedItem, CreateEvent } from './run';

/** Shows how a run goes; `stop` must be called whatever happens. */
export interface CreateProgress {
  readonly onEvent: (event: CreateEvent) => void;
  /** May be called more than once. */
  stop(): Promise<void>;
}

const MAKE = 'make';
const WAIT = 'wait';

/**
 * Shows on stderr how snapshots are made and, in percent, how they complete: redrawn on a terminal; elsewhere a line
 * for what begins and ends, and for each instance that is stopped or frozen.
 */
export async function showCreation(output: Output, wait: boolean): Promise<CreateProgress> {
  const completion = { key: WAIT, title: 'Waiting for completion' };
  const progress = await startProgress(
    [{ key: MAKE, title: 'Creating snapshots' }, ...(wait ? [completion] : [])],
    output,
  );
  const items: CreatedItem[] = [];
  const begun = new Set<string>();
  let total = 0;
  const start = (key: string): void => {
    if (begun.has(key)) return;
    begun.add(key);
    progress.start(key);
  };
  const endMaking = (): void => {
    if (!begun.has(MAKE)) return;
    const { done, failed } = tally(items);
    if (failed > 0) progress.fail(MAKE, `${plural(failed, 'volume')} failed`);
    else progress.done(MAKE, plural(done, 'snapshot'));
    begun.delete(MAKE);
  };
  const say = (line: string): void => {
    if (output.interactive) progress.update(MAKE, line);
    else output.note(line);
  };
  const onEvent = (event: CreateEvent): void => {
    switch (event.kind) {
      case 'waiting-for-lease':
        return output.note(
          `Waiting for the run ${event.holder.runId}, which works on volumes of this one until ${event.holder.expires.toISOString()} at least.`,
        );
      case 'planned':
        total = event.plan.sets.flatMap(volumeIdsOf).length;
        return start(MAKE);
      case 'step':
        return say(`${event.instanceId}: ${event.step}`);
      case 'item':
        items.push(event.item);
        return progress.update(MAKE, `${tally(items).done} of ${total}`);
      case 'progress': {
        endMaking();
        start(WAIT);
        const { percent, settled, total: pending } = event.progress;
        return progress.update(WAIT, `${percent} % (${settled} of ${pending})`);
      }
    }
  };
  let stopped = false;
  return {
    onEvent,
    async stop() {
      if (stopped) return;
      stopped = true;
      endMaking();
      if (begun.has(WAIT)) progress.done(WAIT, 'ended');
      await progress.stop();
    },
  };
}
