import type { BatchControl } from '../gateway/batch-jobs';
import type { Session } from '../session';
import type { MadeJob } from './jobs';
import { awaitJobs, jobText, type SeenJob } from './watch';

/** Waits until jobs have ended, and tells of each change. @throws the signal's reason, AwsFailure */
export async function waitForJobs(
  { output, signal }: Session,
  control: BatchControl,
  jobs: readonly MadeJob[],
): Promise<SeenJob[]> {
  const told = new Map<string, string>();
  const tell = (seen: readonly SeenJob[]) => {
    for (const job of seen) {
      const text = jobText(job);
      if (told.get(job.jobId) !== text) output.note(text);
      told.set(job.jobId, text);
    }
  };
  try {
    return await awaitJobs(control, jobs, tell, signal);
  } finally {
    if (signal.aborted) output.note('The jobs of S3 Batch Operations go on by themselves.');
  }
}
