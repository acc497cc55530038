import { type ItemResult, type Tally, tally } from '../outcome';
import type { PruneReport } from '../prune/report';
import type { CopyPlan } from './plan';

/** One snapshot that was to be copied, and what became of it; its id is the source's. */
export interface CopyItem extends ItemResult {
  readonly volumeId: string;
  /** The copy, once it was started. */
  readonly copyId?: string | undefined;
}

/** What became of the copies to one Region. */
export interface DestinationReport {
  readonly region: string;
  /** Undefined when it could not even be planned. */
  readonly plan?: CopyPlan | undefined;
  /** One for each planned copy. */
  readonly items: readonly CopyItem[];
  /** What retention removed there; undefined when it was not reached. */
  readonly retention?: PruneReport | undefined;
  /** Why retention removed nothing: a guard's refusal or a failure. */
  readonly retentionProblem?: { readonly message: string; readonly refused: boolean } | undefined;
  /** Why nothing was planned. */
  readonly failure?: string | undefined;
}

/** What became of the copies of a policy. */
export interface CopyReport {
  readonly policy: string;
  readonly sourceRegion: string;
  readonly runId: string;
  readonly destinations: readonly DestinationReport[];
  /** The copies of all destinations. */
  readonly tally: Tally;
}

/** Makes a report. */
export function copyReport(
  facts: Pick<CopyReport, 'policy' | 'sourceRegion' | 'runId'>,
  destinations: readonly DestinationReport[],
): CopyReport {
  return { ...facts, destinations, tally: tally(destinations.flatMap(({ items }) => items)) };
}

/** Whether anything failed. What a guard refused is no failure, see `wasRefused`. */
export function hasFailed({ destinations, tally: { failed } }: CopyReport): boolean {
  return (
    failed > 0 ||
    destinations.some(
      ({ failure, retention, retentionProblem: problem }) =>
        failure !== undefined ||
        (retention?.tally.failed ?? 0) > 0 ||
        (problem !== undefined && !problem.refused),
    )
  );
}

/** Whether a guard refused retention in a destination. */
export function wasRefused({ destinations }: CopyReport): boolean {
  return destinations.some(({ retentionProblem }) => retentionProblem?.refused === true);
}
