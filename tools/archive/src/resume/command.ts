import { ExitCode, helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { BatchUnavailableError } from '../batch/errors';
import { finishRun } from '../batch/finish';
import { makeJobs, readJobs } from '../batch/jobs';
import { waitForJobs } from '../batch/wait';
import { hasFailed, isWorking, jobText, lookAtJobs, type SeenJob } from '../batch/watch';
import { openBatchControl } from '../gateway/batch-jobs';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { ARCHIVE, bucketOf } from '../versions/bucket-of';

interface ResumeOptions extends CommonOptions {
  readonly in: string;
  readonly wait?: boolean;
  readonly overwrite?: boolean;
}

/** `strata archive resume`: goes on with a restore that was interrupted, failed in part, or waits for retrievals. */
export function resumeCommand(): Command {
  return withCommonOptions(new Command('resume'))
    .description('go on with a restore, from its journal')
    .argument('<run>', 'run id, as restore printed it')
    .option('--in <place>', 'bucket that has the journal', ARCHIVE)
    .option('--wait', 'wait for jobs of S3 Batch Operations and for retrievals, for hours')
    .option('--overwrite', 'of a restore to another place: replace what is there and differs')
    .addHelpText('after', HELP)
    .action((run: string, options: ResumeOptions) =>
      withSession(options, (session) => resume(session, run, options)),
    );
}

const HELP = [
  helpText({
    examples: [
      ['strata archive resume restore-20260302T101500Z-1a2b3c', 'do what is ready by now'],
      ['strata archive resume restore-20260302T101500Z-1a2b3c --wait', 'and wait for the rest'],
    ],
    exitCodes: [0, 1, 2, 130],
  }),
  '',
  'While a job of S3 Batch Operations works at the run, nothing is done but to say how far each is: exit code 1, come',
  'back. Once they have ended, what they failed at, or did not get to, is done from here.',
].join('\n');

async function resume(session: Session, runId: string, options: ResumeOptions): Promise<void> {
  const { output } = session;
  const { bucket } = await bucketOf(options.in, session.environment);
  const { jobs, areNew } = await jobsOf(session, bucket, runId, options);
  const isAtWork = jobs.some(isWorking);
  // Who has just asked for a job is told of its failure, before all of it is done from here.
  if (!isAtWork && !(areNew && jobs.some(hasFailed))) {
    return finishRun(session, { bucket, runId }, jobs, options);
  }
  process.exitCode = ExitCode.failed;
  const again = `strata archive resume ${runId} --in s3://${bucket}/`;
  output.result({ runId, jobs }, () =>
    [
      ...jobs.map(jobText),
      isAtWork
        ? `Run ${runId}: its jobs are still at work. Come back, or wait: ${again} --wait`
        : `What the jobs have left is done from here by: ${again}`,
      '',
    ].join('\n'),
  );
}

/** How far the jobs of a run are, none without any; those that a killed run did not get to are made first. */
async function jobsOf(
  session: Session,
  bucket: string,
  runId: string,
  { wait }: ResumeOptions,
): Promise<{ readonly jobs: readonly SeenJob[]; readonly areNew: boolean }> {
  const { connections, output, signal } = session;
  const noted = await readJobs(connections, bucket, runId, signal);
  if (noted.length === 0) return { jobs: [], areNew: false };
  const control = openBatchControl(connections);
  try {
    const made = await makeJobs(connections, control, { bucket, runId }, noted, signal);
    const jobs = wait ? await waitForJobs(session, control, made) : await lookAtJobs(control, made, signal);
    return { jobs, areNew: noted.some(({ jobId }) => jobId === undefined) };
  } catch (error) {
    if (!(error instanceof BatchUnavailableError)) throw error;
    output.note(`${error.explanation.what}: all is done from here.`);
    return { jobs: [], areNew: false };
  } finally {
    control.close();
  }
}
