import { failureKind, sleep } from '@strata/aws';
import { plural } from '@strata/cli-kit';
import type { BatchControl, BatchJobState } from '../gateway/batch-jobs';
import type { MadeJob } from './jobs';

/** A job, and how far it is. */
export interface SeenJob extends BatchJobState {
  readonly jobId: string;
  readonly group: string;
  readonly objects: number;
  /** Where AWS reports on it once it has ended. */
  readonly report: string;
}

const ENDED: ReadonlySet<string> = new Set(['Complete', 'Failed', 'Cancelled', 'Deleted']);

/** Whether a job may still do something. */
export function isWorking({ status }: Pick<SeenJob, 'status'>): boolean {
  return !ENDED.has(status);
}

/** Whether a job has ended before it was through. */
export function hasFailed({ status }: Pick<SeenJob, 'status'>): boolean {
  return status === 'Failed' || status === 'Cancelled';
}

/** Whether a job has got to all that it was to do. */
export function gotToAll({ status, failed, succeeded, objects }: SeenJob): boolean {
  return status === 'Complete' && succeeded + failed === objects;
}

/** Looks how far jobs are. @throws AwsFailure */
export async function lookAtJobs(
  control: BatchControl,
  jobs: readonly MadeJob[],
  signal?: AbortSignal,
): Promise<SeenJob[]> {
  const seen: SeenJob[] = [];
  for (const { jobId, group, objects, request } of jobs) {
    const state = await control.describe(request.account, jobId, signal).catch((error: unknown) => {
      if (failureKind(error) === 'not-found') return DELETED;
      throw error;
    });
    const report = `s3://${request.manifest.bucket}/${request.reports}/job-${jobId}/manifest.json`;
    seen.push({ jobId, group, objects, ...state, report });
  }
  return seen;
}

/** AWS deletes jobs 90 days after their end: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html */
const DELETED: BatchJobState = { status: 'Deleted', total: 0, succeeded: 0, failed: 0, reasons: [] };

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/** Waits until all jobs have ended. @param onLook hears of each look @throws the signal's reason, AwsFailure */
export async function awaitJobs(
  control: BatchControl,
  jobs: readonly MadeJob[],
  onLook: (seen: readonly SeenJob[]) => void,
  signal?: AbortSignal,
): Promise<SeenJob[]> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const seen = await lookAtJobs(control, jobs, signal);
    onLook(seen);
    if (!seen.some(isWorking)) return seen;
    await sleep(pauseMs, signal);
  }
}

/** How far a job is, in a line; why it failed, and where its report is, on lines of their own. */
export function jobText(job: SeenJob): string {
  const { jobId, group, status, total, succeeded, failed, reasons, report } = job;
  return [
    `Job ${jobId} (${group}): ${status}, ${succeeded} of ${plural(total, 'object')} done, ${failed} failed`,
    ...reasons.map((reason) => `  ${reason}`),
    ...(failed > 0 && !isWorking(job) ? [`  what failed: ${report}`] : []),
  ].join('\n');
}
