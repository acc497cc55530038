import { ExitCode } from '@strata/cli-kit';
import { readJournal } from '../restore/journal-store';
import { isIncomplete, type RunReport, reportText } from '../restore/report';
import { carryOut } from '../restore/run';
import type { Session } from '../session';
import { leftByJobs } from './left-by-jobs';
import { jobText, type SeenJob } from './watch';

/** How what is left is done. */
export interface FinishOptions {
  readonly wait?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
  /** What the same command has done already; with it, what jobs did counts as done. @default nothing */
  readonly soFar?: Pick<RunReport, 'done' | 'unchanged' | 'left'> | undefined;
}

/**
 * Does, from here, what is left of a run: what failed, what nobody did, and what was archived and is there by now. Of a
 * copying job that got to all it was to do, no key is looked at again but those that its report names as failed. Prints a
 * report.
 *
 * @param jobs of Batch Operations, all ended; none of a run without
 * @throws UnknownRunError, JournalFormatError, AwsFailure, the signal's reason
 */
export async function finishRun(
  { connections, output, signal }: Session,
  { bucket, runId }: { readonly bucket: string; readonly runId: string },
  jobs: readonly SeenJob[],
  { wait, overwrite, soFar }: FinishOptions,
): Promise<void> {
  const isLeft = await leftByJobs(connections, jobs, signal);
  let byJobs = 0;
  const { facts, items, skipped } = await readJournal(connections, bucket, runId, signal, (item, outcome) => {
    const isDoneByJob = !isLeft(item);
    if (isDoneByJob) byJobs += 1;
    return !isDoneByJob && outcome !== 'done';
  });
  const counts = { unchanged: skipped, left: 0, journalled: true };
  const options = { signal, wait, overwrite, recheck: true };
  const left = await carryOut(connections, facts, items, counts, options);
  const report = soFar === undefined ? left : { ...left, ...soFar, done: soFar.done + byJobs + left.done };
  output.result(jobs.length === 0 ? report : { ...report, jobs }, () =>
    [...jobs.map(jobText), reportText(report)].join('\n'),
  );
  if (isIncomplete(report)) process.exitCode = ExitCode.failed;
}
