import type { ObjectVersion } from '../model';
import { OWN_PREFIX } from '../own-keys';
import type { Tier } from '../glacier/tiers';
import { JournalFormatError } from './errors';

/** Where a restore writes. */
export type Destination =
  | { readonly kind: 'in-place' }
  | { readonly kind: 'bucket'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'directory'; readonly path: string };

/** What a run is: the first line of its journal. */
export interface RunFacts {
  readonly runId: string;
  readonly kind: 'restore' | 'undo';
  readonly bucket: string;
  readonly prefix: string;
  /** The moment that is gone back to, ISO 8601; of an undo the run that is undone. */
  readonly at: string;
  readonly destination: Destination;
  readonly tier: Tier;
  /** Days that retrieved objects stay readable. */
  readonly days: number;
  /** Storage class of the copies; undefined: each as it was. */
  readonly storageClass?: string | undefined;
  readonly startedAt: string;
}

/** A version, as far as it matters for copying it and for knowing it again. */
export interface VersionRef {
  readonly versionId: string;
  readonly size: number;
  readonly etag: string;
  readonly storageClass: string;
  readonly lastModified: string;
}

/** One key of a run. */
export interface RunItem {
  readonly key: string;
  /** `copy` puts a version on top of the key (or in another place), `remove` puts a delete marker. */
  readonly action: 'copy' | 'remove';
  /** What is copied. */
  readonly source?: VersionRef | undefined;
  /** The content that the key had before; undefined: none, it did not exist or was deleted. */
  readonly before?: VersionRef | undefined;
  readonly reason: string;
}

/** What became of one key. */
export interface ItemOutcome {
  readonly key: string;
  /** `waiting`: archived, and not retrieved yet. */
  readonly outcome: 'done' | 'failed' | 'waiting';
  /** The version that was written, or the delete marker. */
  readonly wrote?: string | undefined;
  /** Never empty for what failed or waits. */
  readonly detail: string;
  /** Whether it failed of what is sure to meet all others too. */
  readonly isForAll?: boolean | undefined;
}

/** Where the journal of a run is: what it will do, written before anything is done. */
export function journalKey(runId: string): string {
  return `${OWN_PREFIX}journal/${runId}.jsonl`;
}

/** What the keys of a run's outcomes begin with: written as it goes, for an object cannot be appended to. */
export function outcomesPrefix(runId: string): string {
  return `${OWN_PREFIX}journal/${runId}/`;
}

/** The first line of a journal. */
export function factsLine(facts: RunFacts): string {
  return line({ strata: 'archive-journal', version: 1, ...facts });
}

/** Reads it. @throws JournalFormatError */
export function readFacts(text: string, key: string): RunFacts {
  const facts = parsed(text, key) as Partial<RunFacts> & {
    readonly strata?: string;
    readonly version?: number;
  };
  if (facts.strata !== 'archive-journal' || facts.version !== 1) {
    throw new JournalFormatError(key, text.slice(0, 80));
  }
  return facts as RunFacts;
}

/** One more line: an item or an outcome. */
export function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** Reads a line. @throws JournalFormatError */
export function parsed(text: string, key: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new JournalFormatError(key, text.slice(0, 80));
  }
}

/** What matters of a version. */
export function refOf({ versionId, size, etag, storageClass, lastModified }: ObjectVersion): VersionRef {
  return { versionId, size, etag, storageClass, lastModified: lastModified.toISOString() };
}
