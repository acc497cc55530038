import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { pooled, sleep } from '@strata/aws';
import type { GatewayContext } from '../../gateway/service';
import { findRole, type LocalRole } from '../local-role';
import { loopback } from '../loopback-client';
import { type Pace, paceOf } from './controls';
import { JobFailure } from './errors';
import { FORBIDDEN, tasksOf } from './manifest';
import type { Task } from './manifest-row';
import type { Job } from './model';
import { CompletionReport } from './report';
import { carryOut } from './tasks';

/** Who Batch Operations is to a role: https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html */
const PRINCIPAL = 'batchoperations.s3.amazonaws.com';

/** The same page of AWS: "When a job has run at least 1,000 tasks, S3 Batch Operations monitors the task failure rate." */
const LEAST_TASKS = 1000;
const MOST_FAILED = 0.5;

/** How jobs run. */
export interface RunSettings extends Pace {
  /** Least time that a job stays in each state, milliseconds. */
  readonly dwellMs: number;
}

/**
 * Takes a job through its states, to its end.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html
 */
export async function runJob(job: Job, context: GatewayContext, settings: RunSettings): Promise<void> {
  const { signal } = job.cancellation;
  const s3 = new S3Client({ ...loopback(context, job.region, 'moto'), forcePathStyle: true });
  try {
    await sleep(settings.dwellMs, signal);
    job.status = 'Preparing';
    const role = await roleOf(job, context);
    const rows = tasksOf(s3, job.request.manifest, signal);
    while (!(await rows.next()).done) job.progress.total += 1;
    await sleep(settings.dwellMs, signal);
    if (job.request.confirmationRequired) await confirmation(job, context);
    job.status = 'Ready';
    await sleep(settings.dwellMs, signal);
    job.status = 'Active';
    job.activeSince = context.now();
    await workThrough(job, s3, role, context, {
      ...settings,
      ...paceOf(await tagsOf(job, s3), settings),
    });
    job.status = 'Complete';
  } catch (error) {
    if (signal.aborted) job.status = 'Cancelled';
    else {
      const isFailure = error instanceof JobFailure;
      if (!isFailure) context.log(`s3 batch job ${job.id}: ${(error as Error).stack ?? String(error)}`);
      job.failures = [{ code: isFailure ? error.code : 'InternalError', message: (error as Error).message }];
      job.status = 'Failed';
    }
  } finally {
    job.endedAt = context.now();
    s3.destroy();
  }
}

async function roleOf({ request }: Job, context: GatewayContext): Promise<LocalRole> {
  const role = await findRole(request.role, context);
  if (role?.trusts(PRINCIPAL) !== true) {
    throw new JobFailure(
      'AccessDenied',
      `The role ${request.role} is not there, or does not let ${PRINCIPAL} assume it`,
    );
  }
  const { bucket, key } = request.manifest;
  if (!role.allows('s3:GetObject', `arn:aws:s3:::${bucket}/${key}`))
    throw new JobFailure('AccessDenied', FORBIDDEN);
  return role;
}

/** Waits until somebody confirms that the job is to run. */
async function confirmation(job: Job, context: GatewayContext): Promise<void> {
  job.status = 'Suspended';
  job.suspendedAt = context.now();
  const { signal } = job.cancellation;
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    job.confirm = resolve;
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Does the tasks, and reports on what was done, however it ended. */
async function workThrough(
  job: Job,
  s3: S3Client,
  role: LocalRole,
  context: GatewayContext,
  settings: RunSettings,
): Promise<void> {
  const { request, progress, cancellation } = job;
  const report = request.report && new CompletionReport(s3, request.report, job.id);
  const work = async (task: Task) => {
    const outcome = await carryOut(s3, role, request.operation, task);
    if (settings.taskMs > 0) await sleep(settings.taskMs);
    return outcome;
  };
  try {
    const tasks = tasksOf(s3, request.manifest, cancellation.signal);
    for await (const done of pooled(tasks, settings.concurrency, work, cancellation.signal)) {
      if (!done.ok) throw done.error;
      progress[done.value.succeeded ? 'succeeded' : 'failed'] += 1;
      await report?.add(done.item, done.value);
      assertMostSucceed(job);
    }
    job.status = 'Completing';
    await sleep(settings.dwellMs, cancellation.signal);
  } catch (error) {
    job.status = cancellation.signal.aborted ? 'Cancelling' : 'Failing';
    throw error;
  } finally {
    if (report) await deliver(job, report, role, context);
  }
}

function assertMostSucceed({ progress: { succeeded, failed } }: Job): void {
  const ran = succeeded + failed;
  if (ran < LEAST_TASKS || failed / ran <= MOST_FAILED) return;
  throw new JobFailure(
    'TaskFailureThresholdExceeded',
    `Job failed as the task failure rate is above ${MOST_FAILED * 100} %: ${failed} of ${ran} tasks failed`,
  );
}

/** "As long as at least one task has been invoked": nothing is written of a job that did none. */
async function deliver(
  job: Job,
  report: CompletionReport,
  role: LocalRole,
  context: GatewayContext,
): Promise<void> {
  if (job.progress.succeeded + job.progress.failed === 0) return;
  const bucket = job.request.report?.bucket ?? '';
  try {
    if (!role.allows('s3:PutObject', `arn:aws:s3:::${bucket}/${report.key}`)) throw new Error('AccessDenied');
    await report.finish(context.now());
  } catch (error) {
    await report.abort().catch(() => undefined);
    context.log(`s3 batch job ${job.id}: no report: ${(error as Error).message}`);
    // AWS's words: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html
    throw new JobFailure(
      'ReportNotWritten',
      'The job report could not be written to your report bucket. Please check your permissions.',
    );
  }
}

/** The job's tags over those of the manifest's bucket: whoever makes the job need not know of them. */
async function tagsOf({ request }: Job, s3: S3Client): Promise<ReadonlyMap<string, string>> {
  const command = new GetBucketTaggingCommand({ Bucket: request.manifest.bucket });
  const { TagSet = [] } = await s3.send(command).catch(() => ({ TagSet: [] }));
  return new Map([...TagSet.map(({ Key = '', Value = '' }) => [Key, Value] as const), ...request.tags]);
}
