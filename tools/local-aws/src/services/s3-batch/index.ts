import { randomUUID } from 'node:crypto';
import { type RestHandler, restRouter } from '../../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayService } from '../../gateway/service';
import { badRequest, JobRefusal, noSuchJob } from './errors';
import { listJobs } from './list';
import { hasEnded, type Job } from './model';
import { parseJob, parsePriority } from './parse';
import { runJob, type RunSettings } from './run';
import { answerXml, describedJob, refusalXml } from './show';

const JOBS_PATH = '/v20180820/jobs';
const STANDARD: RunSettings = { dwellMs: 20, concurrency: 8, taskMs: 0 };

/**
 * S3 Batch Operations, which moto lacks: jobs that copy or retrieve the objects of a manifest, by the role that they
 * are given. Part of S3's service, for S3 Control signs as `s3`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops.html
 */
export function createBatchOperations(settings: Partial<RunSettings> = {}): Omit<GatewayService, 'name'> {
  const jobs: Job[] = [];
  const route = restRouter(
    refusing({
      [`POST ${JOBS_PATH}`]: (request, context) =>
        createJob(jobs, request, context, { ...STANDARD, ...settings }),
      [`GET ${JOBS_PATH}`]: (request) => answerXml('ListJobsResult', listJobs(jobs, request)),
      [`GET ${JOBS_PATH}/{id}`]: (request, context, { id }) =>
        answerXml('DescribeJobResult', { Job: describedJob(find(jobs, request, id), context) }),
      [`POST ${JOBS_PATH}/{id}/status`]: (request, _context, { id }) =>
        updateStatus(find(jobs, request, id), request.query),
      [`POST ${JOBS_PATH}/{id}/priority`]: (request, _context, { id }) => {
        const job = find(jobs, request, id);
        job.priority = parsePriority(request.query.get('priority') ?? '');
        return answerXml('UpdateJobPriorityResult', { JobId: job.id, Priority: job.priority });
      },
    }),
  );
  return {
    // Without the account it is an object of a bucket of that name.
    handle: async (request, context) =>
      request.headers['x-amz-account-id'] === undefined ? undefined : route(request, context),
    async close() {
      for (const job of jobs) job.cancellation.abort();
      await Promise.all(jobs.map((job) => job.done));
    },
  };
}

async function createJob(
  jobs: Job[],
  request: GatewayRequest,
  context: GatewayContext,
  settings: RunSettings,
) {
  const body = (await request.body()).toString('utf8');
  const parsed = parseJob(body);
  const same = jobs.find((job) => job.region === request.region && job.request.token === parsed.token);
  if (same !== undefined && same.body !== body) {
    throw new JobRefusal('IdempotencyException', 'Request attempts to change an idempotent parameter.');
  }
  if (same !== undefined) return answerXml('CreateJobResult', { JobId: same.id });
  const job: Job = {
    id: randomUUID(),
    region: request.region,
    request: parsed,
    body,
    createdAt: context.now(),
    priority: parsed.priority,
    status: 'New',
    statusUpdateReason: undefined,
    failures: [],
    progress: { total: 0, succeeded: 0, failed: 0 },
    suspendedAt: undefined,
    activeSince: undefined,
    endedAt: undefined,
    cancellation: new AbortController(),
    confirm: () => undefined,
    done: Promise.resolve(),
  };
  jobs.push(job);
  job.done = runJob(job, context, settings);
  return answerXml('CreateJobResult', { JobId: job.id });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_UpdateJobStatus.html */
function updateStatus(job: Job, query: URLSearchParams) {
  const asked = query.get('requestedJobStatus');
  const refused = () =>
    new JobRefusal('JobStatusException', `A job that is ${job.status} cannot become ${asked}`);
  if (asked !== 'Ready' && asked !== 'Cancelled') throw badRequest('Invalid requested job status');
  if (asked === 'Ready' && job.status !== 'Suspended') throw refused();
  if (asked === 'Cancelled' && (hasEnded(job) || job.status === 'Completing')) throw refused();
  job.statusUpdateReason = query.get('statusUpdateReason') ?? undefined;
  if (asked === 'Ready') {
    job.status = 'Ready';
    job.confirm();
  } else {
    job.status = 'Cancelling';
    job.cancellation.abort();
  }
  const { id, status, statusUpdateReason } = job;
  return answerXml('UpdateJobStatusResult', {
    JobId: id,
    Status: status,
    StatusUpdateReason: statusUpdateReason,
  });
}

function find(jobs: readonly Job[], { region }: GatewayRequest, id: string | undefined): Job {
  const job = jobs.find((each) => each.id === id && each.region === region);
  if (job === undefined) throw noSuchJob();
  return job;
}

/** Routes whose refusals become answers; those of another account are not let in. */
function refusing(routes: Readonly<Record<string, RestHandler>>): Record<string, RestHandler> {
  const wrapped = (handler: RestHandler): RestHandler => {
    return async (request, context, parameters) => {
      try {
        if (request.headers['x-amz-account-id'] !== context.account) {
          throw new JobRefusal('AccessDenied', 'Access Denied', 403);
        }
        return await handler(request, context, parameters);
      } catch (error) {
        if (error instanceof JobRefusal) return refusalXml(error);
        throw error;
      }
    };
  };
  return Object.fromEntries(Object.entries(routes).map(([path, handler]) => [path, wrapped(handler)]));
}
