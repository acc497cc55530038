import { ExitCode, StrataError } from '@strata/cli-kit';
import { openBatchControl } from '../gateway/batch-jobs';
import type { Connections } from '../gateway/connections';
import { listObjects } from '../gateway/list-objects';
import { type MadeJob, readJobs } from './jobs';
import type { BatchTarget } from './target';
import { isWorking, lookAtJobs } from './watch';

/** What is undone while it is still done is done again afterwards. */
export class JobsUnderWayError extends StrataError {
  override readonly name = 'JobsUnderWayError';

  constructor(what: string, fix: string) {
    super({ what, fix: `Nothing was done. ${fix}` }, ExitCode.refused);
  }
}

/** Batch Operations asks nobody before it overwrites. */
export class BatchOverwriteError extends StrataError {
  override readonly name = 'BatchOverwriteError';

  constructor(place: string, key: string) {
    super(
      {
        what: `There is something below ${place} already (${JSON.stringify(key)}), and S3 Batch Operations overwrites what it finds`,
        fix: 'Nothing was done. Give a prefix that is empty, or --overwrite; or raise --batch-over to work from here, key by key.',
      },
      ExitCode.refused,
    );
  }
}

/**
 * Makes sure that no job of a run still works.
 *
 * @throws JobsUnderWayError, AwsFailure
 */
export async function assertJobsEnded(
  connections: Connections,
  bucket: string,
  runId: string,
  signal?: AbortSignal,
): Promise<void> {
  const jobs = await readJobs(connections, bucket, runId, signal);
  if (jobs.length === 0) return;
  const made = jobs.filter((job): job is MadeJob => job.jobId !== undefined);
  if (made.length < jobs.length) {
    throw new JobsUnderWayError(
      `The run ${runId} was stopped while its jobs of S3 Batch Operations were made`,
      `First have it go on: strata archive resume ${runId} --in s3://${bucket}/`,
    );
  }
  const control = openBatchControl(connections);
  try {
    const [working] = (await lookAtJobs(control, made, signal)).filter(isWorking);
    if (working === undefined) return;
    const account = made[0]?.request.account;
    throw new JobsUnderWayError(
      `The job ${working.jobId} of the run ${runId} is ${working.status}: it would do again what is undone`,
      `Wait for it, or stop it: aws s3control update-job-status --account-id ${account} --job-id ${working.jobId} --requested-job-status Cancelled`,
    );
  } finally {
    control.close();
  }
}

/** Makes sure that a job finds nothing where it copies to. @throws BatchOverwriteError, AwsFailure */
export async function assertNothingThere(
  connections: Connections,
  { bucket, prefix }: BatchTarget,
  signal?: AbortSignal,
): Promise<void> {
  for await (const [object] of listObjects(connections, { bucket, prefix }, signal)) {
    if (object !== undefined) throw new BatchOverwriteError(`s3://${bucket}/${prefix}`, object.key);
  }
}
