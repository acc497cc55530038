import { setMaxListeners } from 'node:events';
import { sleep } from '@strata/aws';
import type { Connections } from '../gateway/connections';
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
  plan: Pick<RestorePlan, 'items' | 'unchanged' | 'left' | 'refusal' | 'estimate'>,
  options: RunOptions = {},
): Promise<RunReport> {
  if (plan.refusal !== undefined) throw plan.refusal;
  const journalled =
    plan.items.length > 0 && (facts.destination.kind !== 'directory' || plan.estimate !== undefined);
  if (journalled) await writeJournal(connections, facts, plan.items);
  const counts = { unchanged: plan.unchanged, left: plan.left.count };
  return carryOut(connections, facts, plan.items, { ...counts, journalled }, options);
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
  items: readonly RunItem[],
  { unchanged, left, journalled }: Counts,
  options: RunOptions,
): Promise<RunReport> {
  // Every request under way listens to it.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  const brake = new Brake();
  const notes = new Notes(journalled ? new OutcomeLog(connections, facts) : undefined, brake);
  const byKey = new Map(items.map((item) => [item.key, item]));
  let done = 0;
  let begun = 0;
  const failed: ItemOutcome[] = [];
  let waiting: ItemOutcome[] = [];
  let todo = items;
  let { recheck = false } = options;
  try {
    for (;;) {
      begun -= waiting.length;
      waiting = [];
      for await (const outcome of executeItems(connections, facts, todo, { ...options, recheck, brake })) {
        begun += 1;
        await notes.add(outcome);
        options.onOutcome?.(outcome);
        if (outcome.outcome === 'done') done += 1;
        else if (outcome.outcome === 'failed') failed.push(outcome);
        else waiting.push(outcome);
      }
      if (waiting.length === 0 || options.wait !== true || brake.reason !== undefined) break;
      await notes.flush();
      await sleep(options.lookEveryMs ?? LOOK_EVERY_MS, options.signal);
      recheck = true;
      todo = waiting.flatMap(({ key }) => byKey.get(key) ?? []);
    }
  } finally {
    await notes.flush();
  }
  const notBegun = items.length - begun;
  return { run: facts, done, unchanged, left, failed, waiting, notBegun, stopped: brake.reason };
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
