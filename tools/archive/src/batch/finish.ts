import { ExitCode } from '@strata/cli-kit';
import type { RunItem } from '../restore/journal';
import { openJournal } from '../restore/journal-store';
import { isIncomplete, type RunReport, reportText } from '../restore/report';
import { carryOut } from '../restore/run';
import type { Session } from '../session';
import { Spool } from '../sync/spool';
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
 * report. What is left goes through a temporary file where it is much.
 *
 * @param jobs of Batch Operations, all ended; none of a run without
 * @throws UnknownRunError, JournalFormatError, PlanNotKeptError, AwsFailure, the signal's reason
 */
export async function finishRun(
  { connections, output, signal }: Session,
  { bucket, runId }: { readonly bucket: string; readonly runId: string },
  jobs: readonly SeenJob[],
  { wait, overwrite, soFar }: FinishOptions,
): Promise<void> {
  const isLeft = await leftByJobs(connections, jobs, signal);
  const { facts, items, outcomes } = await openJournal(connections, bucket, runId, signal);
  const todo = new Spool<RunItem>();
  let byJobs = 0;
  let unchanged = 0;
  try {
    for await (const item of items) {
      const isDoneByJob = !isLeft(item);
      if (isDoneByJob) byJobs += 1;
      if (isDoneByJob || outcomes.get(item.key)?.outcome === 'done') unchanged += 1;
      else await todo.add(item);
    }
    await todo.seal();
    const counts = { unchanged, left: 0, journalled: true };
    const options = { signal, wait, overwrite, recheck: true };
    const left = await carryOut(connections, facts, todo, counts, options);
    const report = soFar === undefined ? left : { ...left, ...soFar, done: soFar.done + byJobs + left.done };
    output.result(jobs.length === 0 ? report : { ...report, jobs }, () =>
      [...jobs.map(jobText), reportText(report)].join('\n'),
    );
    if (isIncomplete(report)) process.exitCode = ExitCode.failed;
  } finally {
    await todo.close();
  }
}
