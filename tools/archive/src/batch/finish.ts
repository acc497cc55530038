import { ExitCode } from '@strata/cli-kit';
import { readJournal } from '../restore/journal-store';
import { isIncomplete, type RunReport, reportText } from '../restore/report';
import { carryOut } from '../restore/run';
import type { Session } from '../session';
import { groupName, groupOf } from './groups';
import { didAll, jobText, type SeenJob } from './watch';

/** How what is left is done. */
export interface FinishOptions {
  readonly wait?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
  /** What the same command has done already; with it, what jobs did counts as done. @default nothing */
  readonly soFar?: Pick<RunReport, 'done' | 'unchanged' | 'left'> | undefined;
}

/**
 * Does, from here, what is left of a run: what failed, what nobody did, and what was archived and is there by now. Of a
 * copying job that did all it was to do, no key is looked at again. Prints a report.
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
  const doneByJobs = new Set(
    jobs.filter((job) => didAll(job) && job.group.startsWith('copy-')).map(({ group }) => group),
  );
  let byJobs = 0;
  const { facts, items, skipped } = await readJournal(connections, bucket, runId, signal, (item, outcome) => {
    const group = groupOf(item);
    const isOfJob = group !== undefined && doneByJobs.has(groupName(group));
    if (isOfJob) byJobs += 1;
    return !isOfJob && outcome !== 'done';
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
