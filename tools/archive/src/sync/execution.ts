import type { PlannedDeletion, Transfer } from './plan-items';
import type { Removal } from './remove';

/** What became of an item of the plan. */
export interface ItemResult {
  readonly action: Transfer['action'] | 'delete';
  readonly path: string;
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly bytes: number;
  /** Why it failed or was skipped. */
  readonly detail?: string | undefined;
  /** Whether it failed of what is sure to meet all others too. */
  readonly isForAll?: boolean | undefined;
}

/** How a plan is carried out. */
export interface Execution {
  /** Items at once. */
  readonly concurrency: number;
  /** @returns why it was skipped; undefined when it is done */
  readonly transfer: (item: Transfer) => Promise<string | undefined>;
  /** Deletes up to 1,000 items. */
  readonly remove: (items: readonly PlannedDeletion[]) => Promise<readonly Removal[]>;
  /** Whether the source still does not have it. */
  readonly isStillAbsent: (path: string) => Promise<boolean>;
  /** Whether the source is still the directory that was planned from. */
  readonly isSameSource: () => Promise<boolean>;
  readonly onResult: (result: ItemResult) => Promise<void> | void;
  readonly signal: AbortSignal;
}

/** What came of a whole plan. */
export interface ExecutionTally {
  done: number;
  failed: number;
  skipped: number;
  /** Bytes that were transferred. */
  bytes: number;
  deleted: number;
  /** Planned, and not begun. */
  notBegun: number;
  /** Why items were not begun; undefined where all were. */
  stopped: string | undefined;
}
