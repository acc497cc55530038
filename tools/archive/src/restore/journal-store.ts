import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';
import { requestRetrieval, type Retrieval } from '../gateway/restore-object';
import { linesOf, openTextUpload, putText } from '../gateway/text-objects';
import { JournalArchivedError, UnknownRunError } from './errors';
import {
  factsLine,
  type ItemOutcome,
  journalKey,
  line,
  outcomesPrefix,
  parsed,
  readFacts,
  type RunFacts,
  type RunItem,
} from './journal';

/** A run as its journal tells it. */
export interface JournalledRun {
  readonly facts: RunFacts;
  /** Those that were asked for. */
  readonly items: readonly RunItem[];
  /** How many others there are. */
  readonly skipped: number;
  /** The last outcome of each key that has one. A key without one may have been done, see `planUndo`. */
  readonly outcomes: ReadonlyMap<string, ItemOutcome>;
}

/** Long enough to come back in, after up to 12 hours. */
const RETRIEVAL: Retrieval = { tier: 'standard', days: 3 };

/** Writes down what a run will do, before it does anything. It appears whole, or not at all. @throws AwsFailure */
export async function writeJournal(
  connections: Connections,
  facts: RunFacts,
  items: Iterable<RunItem>,
): Promise<void> {
  const upload = openTextUpload(connections, { bucket: facts.bucket, key: journalKey(facts.runId) });
  try {
    await upload.write(factsLine(facts));
    for (const item of items) await upload.write(line(item));
    await upload.finish();
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

/**
 * Reads a journal.
 *
 * @param wanted which items, by what became of them: of a run of millions only some can be kept
 * @throws UnknownRunError, JournalArchivedError, JournalFormatError, AwsFailure
 */
export async function readJournal(
  connections: Connections,
  bucket: string,
  runId: string,
  signal?: AbortSignal,
  wanted: (item: RunItem, outcome: ItemOutcome['outcome'] | undefined) => boolean = () => true,
): Promise<JournalledRun> {
  const key = journalKey(runId);
  await retrieveArchived(connections, bucket, runId, signal);
  const outcomes = await readOutcomes(connections, bucket, runId, signal);
  let skipped = 0;
  let facts: RunFacts | undefined;
  const items: RunItem[] = [];
  try {
    for await (const text of linesOf(connections, { bucket, key }, signal)) {
      if (facts === undefined) {
        facts = readFacts(text, key);
        continue;
      }
      const item = parsed(text, key) as RunItem;
      if (wanted(item, outcomes.get(item.key)?.outcome)) items.push(item);
      else skipped += 1;
    }
  } catch (error) {
    if (failureKind(error) === 'not-found') throw new UnknownRunError(runId, `s3://${bucket}/`);
    throw error;
  }
  if (facts === undefined) throw new UnknownRunError(runId, `s3://${bucket}/`);
  return { facts, items, skipped, outcomes };
}

/**
 * A lifecycle that moves all of a bucket moves large journals too: no filter of S3 leaves a prefix out. They are asked
 * back, all at once.
 *
 * @throws JournalArchivedError where any is archived, AwsFailure
 */
async function retrieveArchived(
  connections: Connections,
  bucket: string,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const keys = new Set<string>();
  for (const prefix of [journalKey(runId), outcomesPrefix(runId)])
    for await (const page of listObjects(connections, { bucket, prefix }, signal))
      for (const { key, isAway } of page) if (isAway) keys.add(key);
  for (const key of keys) await requestRetrieval(connections, { bucket, key }, RETRIEVAL, signal);
  if (keys.size > 0) throw new JournalArchivedError(runId, keys.size);
}

async function readOutcomes(
  connections: Connections,
  bucket: string,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, ItemOutcome>> {
  const outcomes = new Map<string, ItemOutcome>();
  for await (const page of listObjects(connections, { bucket, prefix: outcomesPrefix(runId) }, signal)) {
    for (const object of page) {
      for await (const text of linesOf(connections, { bucket, key: object.key }, signal)) {
        const outcome = parsed(text, object.key) as ItemOutcome;
        outcomes.set(outcome.key, outcome);
      }
    }
  }
  return outcomes;
}

const OUTCOMES_PER_OBJECT = 500;
const LONGEST_UNWRITTEN_MS = 5000;

/** Writes outcomes down as they come, some hundreds at a time. */
export class OutcomeLog {
  #waiting: string[] = [];
  #written = 0;
  #lastMs = Date.now();

  constructor(
    private readonly connections: Connections,
    private readonly facts: RunFacts,
  ) {}

  /** @throws AwsFailure */
  async add(outcome: ItemOutcome): Promise<void> {
    this.#waiting.push(line(outcome));
    const late = Date.now() - this.#lastMs >= LONGEST_UNWRITTEN_MS;
    if (late || this.#waiting.length >= OUTCOMES_PER_OBJECT) await this.flush();
  }

  /** Writes down what waits; where that fails it waits on. @throws AwsFailure */
  async flush(): Promise<void> {
    const lines = this.#waiting;
    this.#lastMs = Date.now();
    if (lines.length === 0) return;
    this.#waiting = [];
    this.#written += 1;
    // By time, so that those of a later resume come after, also in a listing.
    const name = `${this.connections.clock.now().toISOString()}-${String(this.#written).padStart(6, '0')}`;
    const key = `${outcomesPrefix(this.facts.runId)}${name}.jsonl`;
    try {
      await putText(this.connections, { bucket: this.facts.bucket, key }, lines.join(''));
    } catch (error) {
      this.#waiting = [...lines, ...this.#waiting];
      throw error;
    }
  }
}
