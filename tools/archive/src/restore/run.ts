import { setMaxListeners } from 'node:events';
import { sleep } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { Spool } from '../sync/spool';
import { Brake } from '../transfer/brake';
import { executeItems, type ExecuteOptions } from './execute';
import type { ItemOutcome, RunFacts, RunItem } from './journal';
import { OutcomeLog, writeJournal } from './journal-store';
import type { RestorePlan, RestoreRequest } from './read-plan';
import type { RunReport } from './report';
import { newRunId } from './run-id';

/** How a run is carried out and waited for. */
export interface RunOptions extends ExecuteOptions {
  /** Whether to wait for retrievals. @default false */
  readonly wait?: boolean | undefined;
  /** Pause between two looks at retrievals, ms. @default 5 minutes */
  readonly lookEveryMs?: number | undefined;
  readonly onOutcome?: ((outcome: ItemOutcome) => void) | undefined;
}

const LOOK_EVERY_MS = 5 * 60_000;

/** The facts of a run that is about to begin. */
export function factsOf(connections: Connections, request: RestoreRequest): RunFacts {
  const now = connections.clock.now();
  const { bucket, prefix, at, destination, tier, days, storageClass } = request;
  return {
    runId: newRunId('restore', now),
    kind: 'restore',
    bucket,
    prefix,
    at: at.toISOString(),
    destination,
    tier,
    days,
    ...(storageClass === undefined ? {} : { storageClass }),
    startedAt: now.toISOString(),
  };
}

/**
 * Carries a plan out: the journal first, then the keys. A restore to a directory that needs no retrieval writes nothing
 * to the bucket: it can be repeated as it is.
 *
 * @throws the plan's refusal; AwsFailure when the journal cannot be written: nothing was done then; the signal's reason
 */
export async function runPlan(
  connections: Connections,
  facts: RunFacts,
  plan: PlanToRun,
  options: RunOptions = {},
): Promise<RunReport> {
  if (plan.refusal !== undefined) throw plan.refusal;
  const items = itemsToRun(plan.items);
  const journalled =
    items.count > 0 && (facts.destination.kind !== 'directory' || plan.estimate !== undefined);
  if (journalled) await writeJournal(connections, facts, items.read());
  const counts = { unchanged: plan.unchanged, left: plan.left.count };
  return carryOut(connections, facts, items, { ...counts, journalled }, options);
}

/** What a run is to do: of a run of millions nothing that must be held. */
export interface RunItems {
  readonly count: number;
  /** All of them, from the first one, as often as wanted. */
  read(): Iterable<RunItem> | AsyncIterable<RunItem>;
}

/** What of a plan is carried out. */
export type PlanToRun = Pick<RestorePlan, 'unchanged' | 'left' | 'refusal' | 'estimate'> & {
  readonly items: readonly RunItem[] | RunItems;
};

/** Items, whether they are held or not. */
export function itemsToRun(items: readonly RunItem[] | RunItems): RunItems {
  return 'read' in items ? items : { count: items.length, read: () => items };
}

/** What else a report says. */
export interface Counts {
  readonly unchanged: number;
  readonly left: number;
  /** Whether outcomes are written to the bucket. */
  readonly journalled: boolean;
}

/**
 * Carries items out whose journal is written. Where all would fail, or what became of them cannot be noted, no more is
 * begun and the report says why: what is not noted is looked at again by `resume`.
 *
 * @throws the signal's reason
 */
export async function carryOut(
  connections: Connections,
  facts: RunFacts,
  items: RunItems,
  { unchanged, left, journalled }: Counts,
  options: RunOptions,
): Promise<RunReport> {
  // Every request under way listens to it.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const brake = new Brake();
  const notes = new Notes(journalled ? new OutcomeLog(connections, facts) : undefined, brake);
  let done = 0;
  let begun = 0;
  const failed: ItemOutcome[] = [];
  let waiting: ItemOutcome[] = [];
  let todo = items;
  let { recheck = false } = options;
  const waitingFor: Spool<RunItem>[] = [];
  // Where what waits cannot be kept, `resume` does it.
  const kept = (write: Promise<void>) => write.catch((error: Error) => brake.pull(error.cause ?? error));
  try {
    for (;;) {
      begun -= waiting.length;
      waiting = [];
      const again = new Spool<RunItem>();
      waitingFor.push(again);
      const drawn = new Drawn(todo.read());
      const outcomes = executeItems(connections, facts, drawn, { ...options, recheck, brake });
      for await (const outcome of outcomes) {
        begun += 1;
        const item = drawn.take(outcome.key);
        await notes.add(outcome);
        options.onOutcome?.(outcome);
        if (outcome.outcome === 'done') done += 1;
        else if (outcome.outcome === 'failed') failed.push(outcome);
        else {
          waiting.push(outcome);
          if (item !== undefined && options.wait === true) await kept(again.add(item));
        }
      }
      await kept(again.seal());
      await Promise.all(waitingFor.splice(0, waitingFor.length - 1).map((each) => each.close()));
      if (waiting.length === 0 || options.wait !== true || brake.reason !== undefined) break;
      await notes.flush();
      await sleep(options.lookEveryMs ?? LOOK_EVERY_MS, options.signal);
      recheck = true;
      todo = again;
    }
  } finally {
    await notes.flush();
    await Promise.all(waitingFor.map((each) => each.close()));
  }
  const notBegun = items.count - begun;
  return { run: facts, done, unchanged, left, failed, waiting, notBegun, stopped: brake.reason };
}

/** Items as they are drawn, of which those that have no outcome yet are held. */
class Drawn implements AsyncIterable<RunItem> {
  readonly #underWay = new Map<string, RunItem>();

  constructor(private readonly items: Iterable<RunItem> | AsyncIterable<RunItem>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<RunItem, void, undefined> {
    for await (const item of this.items) {
      this.#underWay.set(item.key, item);
      yield item;
    }
  }

  /** The item of an outcome, which is not held any more. */
  take(key: string): RunItem | undefined {
    const item = this.#underWay.get(key);
    this.#underWay.delete(key);
    return item;
  }
}

/** Notes outcomes in the journal; once that fails, nothing more is to be begun. */
class Notes {
  constructor(
    private readonly log: OutcomeLog | undefined,
    private readonly brake: Brake,
  ) {}

  add(outcome: ItemOutcome): Promise<void> {
    return this.#trying(async () => this.log?.add(outcome));
  }

  flush(): Promise<void> {
    return this.#trying(async () => this.log?.flush());
  }

  async #trying(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.brake.pull(error);
    }
  }
}
