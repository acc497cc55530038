import { plural } from '@strata/cli-kit';
import { explainFailure } from './error-codes';
import type { ExecutionRecord } from './model';

/** How many items of a run failed. */
export interface FailedItems {
  /** Could not be copied. */
  readonly failed: number;
  /** Were copied, and found different. */
  readonly mismatches: number;
  /** Who says so: DataSync's counts, its log, or no more than the words of its error. */
  readonly told: 'counted' | 'log' | 'words';
  /** Whether there may be more. */
  readonly atLeast: boolean;
}

/**
 * The items of a run that failed. Basic mode, which is the only one for EFS, does not count them: then its log says how
 * many. The log may come late, so the words of an error that means such items stand for one at least.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/choosing-task-mode.html
 *
 * @returns undefined where nobody tells
 */
export function failedItems({ counts, result, failureLog }: ExecutionRecord): FailedItems | undefined {
  if (counts.failed) {
    const { verify, ...others } = counts.failed;
    const failed = Object.values(others).reduce((sum, count) => sum + count, 0);
    return { failed, mismatches: verify, told: 'counted', atLeast: false };
  }
  const cause = explainFailure(result.errorCode, result.errorDetail)?.cause;
  const said = { failed: cause === 'files-failed' ? 1 : 0, mismatches: cause === 'verification' ? 1 : 0 };
  if (failureLog) {
    const { failed, mismatches, complete } = failureLog;
    const more = said.failed > failed || said.mismatches > mismatches;
    return {
      failed: Math.max(failed, said.failed),
      mismatches: Math.max(mismatches, said.mismatches),
      told: 'log',
      atLeast: more || !complete,
    };
  }
  return said.failed + said.mismatches > 0 ? { ...said, told: 'words', atLeast: true } : undefined;
}

/** Whether anything is known to have failed. Pure. */
export function hasFailedItems(execution: ExecutionRecord): boolean {
  const items = failedItems(execution);
  return items !== undefined && items.failed + items.mismatches > 0;
}

/** The same as people read it: `2 items (transfer 2)`, `1 item, by its log: Basic mode does not count`. Pure. */
export function failedItemsText(execution: ExecutionRecord): string {
  const items = failedItems(execution);
  if (items === undefined) return 'not told: Basic mode does not count, and no log was read';
  const { failed, mismatches, told, atLeast } = items;
  const sum = plural(failed + mismatches, 'item');
  if (told === 'counted') {
    const where = Object.entries(execution.counts.failed ?? {}).filter(([, count]) => count > 0);
    return where.length === 0
      ? sum
      : `${sum} (${where.map(([phase, count]) => `${phase} ${count}`).join(', ')})`;
  }
  const kinds = mismatches > 0 ? ` (copied, but different: ${mismatches})` : '';
  const by = told === 'log' ? 'by its log' : 'by the words of its error';
  return `${atLeast ? 'at least ' : ''}${sum}${kinds}, ${by}: Basic mode does not count`;
}
