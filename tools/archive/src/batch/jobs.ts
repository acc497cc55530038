import { failureKind } from '@strata/aws';
import type { BatchControl, BatchJobRequest } from '../gateway/batch-jobs';
import type { Connections } from '../gateway/connections';
import { linesOf, putText } from '../gateway/text-objects';
import { OWN_PREFIX } from '../own-keys';
import { line, parsed, type RunFacts } from '../restore/journal';
import { type BatchGroup, groupName } from './groups';
import type { BatchTarget } from './target';

/** A job of a run. It is noted before it is made, so that a run that is killed in between can go on. */
export interface NotedJob {
  /** `copy-STANDARD`. */
  readonly group: string;
  readonly objects: number;
  readonly request: BatchJobRequest;
  /** Undefined until it is made. */
  readonly jobId?: string | undefined;
}

/** Where the manifests, jobs and reports of a run are. */
export function batchPrefix(runId: string): string {
  return `${OWN_PREFIX}batch/${runId}/`;
}

/** Where the jobs of a run are noted. */
export function jobsKey(runId: string): string {
  return `${batchPrefix(runId)}jobs.jsonl`;
}

/** What a job is made of. */
export interface JobParts {
  readonly account: string;
  readonly role: string;
  readonly facts: RunFacts;
  readonly group: BatchGroup;
  readonly manifest: BatchJobRequest['manifest'];
  readonly objects: number;
  readonly target: BatchTarget;
}

/** The job of a manifest. */
export function jobToMake({ account, role, facts, group, manifest, objects, target }: JobParts): NotedJob {
  const name = groupName(group);
  const { runId, tier, days, storageClass } = facts;
  const request = {
    account,
    role,
    token: `${runId}-${name}`,
    description: `strata archive restore ${runId} ${name}`,
    group,
    manifest,
    target,
    ...(storageClass === undefined ? {} : { storageClass }),
    tier,
    days,
    reports: `${batchPrefix(runId)}reports`,
  };
  return { group: name, objects, request };
}

/** The jobs of a run; none of one that did not go by Batch Operations. @throws AwsFailure, JournalFormatError */
export async function readJobs(
  connections: Connections,
  bucket: string,
  runId: string,
  signal?: AbortSignal,
): Promise<NotedJob[]> {
  const key = jobsKey(runId);
  const jobs: NotedJob[] = [];
  try {
    for await (const text of linesOf(connections, { bucket, key }, signal)) {
      jobs.push(parsed(text, key) as NotedJob);
    }
  } catch (error) {
    if (failureKind(error) === 'not-found') return [];
    throw error;
  }
  return jobs;
}

/**
 * Makes the jobs that are not made yet, and notes each. A job that was made and not noted is found again by its token.
 *
 * @throws AwsFailure; BatchUnavailableError where the endpoint has no Batch Operations
 */
export async function makeJobs(
  connections: Connections,
  control: BatchControl,
  { bucket, runId }: Pick<RunFacts, 'bucket' | 'runId'>,
  jobs: readonly NotedJob[],
  signal?: AbortSignal,
): Promise<MadeJob[]> {
  const made: MadeJob[] = [];
  for (const [at, job] of jobs.entries()) {
    const jobId = job.jobId ?? (await control.create(job.request, signal));
    made.push({ ...job, jobId });
    if (job.jobId !== undefined) continue;
    const noted = [...made, ...jobs.slice(at + 1)];
    await putText(connections, { bucket, key: jobsKey(runId) }, noted.map(line).join(''));
  }
  return made;
}

/** A job that AWS knows. */
export type MadeJob = NotedJob & { readonly jobId: string };
