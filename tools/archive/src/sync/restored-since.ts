import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';
import type { ObjectEntry } from '../model';
import { OWN_PREFIX } from '../own-keys';

/** Whether an object that was stored at a time may be the work of a restore, rather than an upload of a file. */
export type WasRestored = (stored: Date) => boolean;

/** When a run wrote, milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Whether jobs of Batch Operations wrote for it, and whether any has reported: they do so at their end. */
  readonly hasJobs: boolean;
  readonly hasReports: boolean;
}

/** Outcomes are noted every few seconds while a run works. */
const MARGIN_MS = 60_000;
/** `.strata/journal/<run>.jsonl`, `.strata/journal/<run>/…`, `.strata/batch/<run>/…`, `.strata/batch/<run>/reports/…` */
const OF_A_RUN = /^\.strata\/(journal|batch)\/([^/]+?)(?:\.jsonl$|\/(reports\/)?)/;

/**
 * When restores and undos wrote into a bucket, by what they keep there: from the journal, which comes before all else,
 * to the last outcome or report. Where these credentials may not list it, nothing is known.
 *
 * @throws AwsFailure
 */
export async function restoredSince(
  connections: Connections,
  bucket: string,
  signal?: AbortSignal,
): Promise<WasRestored> {
  const spans = new Map<string, Span>();
  try {
    for await (const page of listObjects(connections, { bucket, prefix: OWN_PREFIX }, signal))
      for (const object of page) note(spans, object);
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
  }
  return within(spans);
}

/** The same of what was listed. Pure. */
export function wasRestored(own: Iterable<Pick<ObjectEntry, 'key' | 'lastModified'>>): WasRestored {
  const spans = new Map<string, Span>();
  for (const object of own) note(spans, object);
  return within(spans);
}

function note(spans: Map<string, Span>, { key, lastModified }: Pick<ObjectEntry, 'key' | 'lastModified'>) {
  const [, kind, run = '', report] = OF_A_RUN.exec(key) ?? [];
  if (kind === undefined) return;
  const at = lastModified.getTime();
  const known = spans.get(run) ?? { from: at, to: at, hasJobs: false, hasReports: false };
  spans.set(run, {
    from: Math.min(known.from, at),
    to: Math.max(known.to, at),
    hasJobs: known.hasJobs || kind === 'batch',
    hasReports: known.hasReports || report !== undefined,
  });
}

function within(spans: ReadonlyMap<string, Span>): WasRestored {
  const all = [...spans.values()].map(({ from, to, hasJobs, hasReports }) => {
    return { from, to: hasJobs && !hasReports ? Infinity : to + MARGIN_MS };
  });
  return (stored) => all.some(({ from, to }) => from <= stored.getTime() && stored.getTime() <= to);
}
