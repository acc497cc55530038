import type { Execution } from '../model';
import type { TaskFilters } from '../filters';
import type { Faults } from './faults';
import type { Preserve } from './posix-metadata';
import type { Store } from './store';
import type { TaskLog } from './task-log';

/** Entries worked on at one time. Bounds memory: each holds at most three parts of 8 MiB. */
export const ENTRIES_AT_ONCE = 4;

/** What the phases of one execution share. */
export interface RunContext {
  readonly execution: Execution;
  readonly source: Store;
  readonly destination: Store;
  readonly filters: TaskFilters;
  readonly log: TaskLog;
  readonly faults: Faults;
  readonly signal: AbortSignal;
}

/** Which metadata the execution's options preserve. */
export function preserveOf(execution: Execution): Preserve {
  const { Mtime, Uid, Gid, PosixPermissions } = execution.options;
  return {
    times: Mtime === 'PRESERVE',
    uid: Uid === 'INT_VALUE',
    gid: Gid === 'INT_VALUE',
    permissions: PosixPermissions === 'PRESERVE',
  };
}

/** Logs a failed entry and counts it, unless the run is being cancelled: then the cancellation is thrown. */
export function recordFailure(
  run: RunContext,
  phase: keyof typeof TRIED,
  entry: { readonly path: string; readonly kind: string },
  reason: string,
  /** What was tried, in AWS's words. @default those of the phase */
  tried: string = TRIED[phase],
): void {
  countFailure(run, phase, entry);
  const what = entry.kind === 'directory' ? 'directory' : 'file';
  run.log.line('ERROR', `Failed to ${tried} ${what} /${entry.path}: ${reason}`);
}

/** Counts a failed entry, unless the run is being cancelled: then the cancellation is thrown. */
export function countFailure(
  { signal, execution }: RunContext,
  phase: keyof typeof TRIED | 'Verify',
  { kind }: { readonly kind: string },
): void {
  signal.throwIfAborted();
  const { FilesFailed, FoldersFailed } = execution.counters;
  if (kind === 'directory') FoldersFailed[phase] += 1;
  else FilesFailed[phase] += 1;
}

/**
 * As in `Failed to transfer file /…`. AWS shows the first two; of the last it shows no log line.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/troubleshooting-tasks.html
 */
const TRIED = {
  Prepare: 'read metadata for',
  Transfer: 'transfer',
  Delete: 'delete',
} as const;
