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
  /** What it was to do, streaming, for there may be millions of keys: once, and read to the end or left. */
  readonly items: AsyncGenerator<RunItem, void, undefined>;
  /** The last outcome of each key that has one. A key without one may have been done, see `undoStep`. */
  readonly outcomes: ReadonlyMap<string, ItemOutcome>;
}

/** Long enough to come back in, after up to 12 hours. */
const RETRIEVAL: Retrieval = { tier: 'standard', days: 3 };

/** Writes down what a run will do, before it does anything. It appears whole, or not at all. @throws AwsFailure */
export async function writeJournal(
  connections: Connections,
  facts: RunFacts,
  items: Iterable<RunItem> | AsyncIterable<RunItem>,
): Promise<void> {
  const upload = openTextUpload(connections, { bucket: facts.bucket, key: journalKey(facts.runId) });
  try {
    await upload.write(factsLine(facts));
    for await (const item of items) await upload.write(line(item));
    await upload.finish();
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

/**
 * Begins to read a journal.
 *
 * @throws UnknownRunError, JournalArchivedError, JournalFormatError, AwsFailure, and so do its items
 */
export async function openJournal(
  connections: Connections,
  bucket: string,
  runId: string,
  signal?: AbortSignal,
): Promise<JournalledRun> {
  const key = journalKey(runId);
  await retrieveArchived(connections, bucket, runId, signal);
  const outcomes = await readOutcomes(connections, bucket, runId, signal);
  const lines = linesOf(connections, { bucket, key }, signal);
  const first = await lines.next().catch((error: unknown) => {
    if (failureKind(error) === 'not-found') throw new UnknownRunError(runId, `s3://${bucket}/`);
    throw error;
  });
  if (first.done === true) throw new UnknownRunError(runId, `s3://${bucket}/`);
  const facts = readFacts(first.value, key);
  return { facts, items: itemsOf(lines, key), outcomes };
}

async function* itemsOf(lines: AsyncIterable<string>, key: string): AsyncGenerator<RunItem, void, undefined> {
  for await (const text of lines) yield parsed(text, key) as RunItem;
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
