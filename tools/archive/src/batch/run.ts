import { confirm, ExitCode, plural } from '@strata/cli-kit';
import { readVersioning } from '../gateway/bucket-versioning';
import { openBatchControl } from '../gateway/batch-jobs';
import { estimateText } from '../glacier/estimate';
import { NotVersionedError, VersioningSuspendedError } from '../restore/errors';
import { expiredVersions } from '../restore/expired-versions';
import type { RestoreRequest } from '../restore/read-plan';
import { reportText } from '../restore/report';
import { carryOut, factsOf, itemsToRun } from '../restore/run';
import type { Session } from '../session';
import { BatchRoleNeededError } from './errors';
import { finishRun } from './finish';
import { assertNothingThere } from './guards';
import { makeJobs } from './jobs';
import { prepareBatch, type PrepareOptions } from './prepare';
import { batchPlanJson, batchPlanText, previewBatch } from './preview';
import { batchTarget } from './target';
import { hasFailed, isWorking, jobText, lookAtJobs } from './watch';
import { waitForJobs } from './wait';

/** How Batch Operations is driven. */
export interface BatchOptions {
  readonly batchOver: number;
  readonly batchRole?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly overwrite?: boolean;
  /** Whether to wait for jobs and retrievals. @default false */
  readonly wait?: boolean;
}

/**
 * Restores more than one machine should: writes manifests, jobs and journal into the bucket and has S3 Batch Operations
 * work through each manifest. What it cannot do is done from here meanwhile. Without `--wait`, jobs that are still at work
 * then are left to it, and the run counts as not done.
 *
 * @throws BatchRoleNeededError, BatchTargetError, BatchOverwriteError, BatchUnavailableError, the plan's refusal,
 * AwsFailure
 */
export async function runBatch(
  session: Session,
  request: RestoreRequest,
  options: BatchOptions,
  title: string,
): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket, prefix, destination } = request;
  const { batchOver, batchRole: role, overwrite, wait } = options;
  const target = batchTarget(bucket, prefix, destination);
  if (options.dryRun) {
    const plan = await previewBatch(connections, request, signal);
    output.result(batchPlanJson(plan), () => batchPlanText(plan, title));
    if (plan.refusal !== undefined) process.exitCode = ExitCode.refused;
    return;
  }
  if (role === undefined) throw new BatchRoleNeededError(batchOver);
  const versioning = await readVersioning(connections, bucket, signal);
  if (versioning === 'never enabled') throw new NotVersionedError(bucket);
  if (versioning === 'Suspended' && destination.kind === 'in-place')
    throw new VersioningSuspendedError(bucket);
  if (destination.kind === 'bucket' && overwrite !== true) {
    await assertNothingThere(connections, { bucket: destination.bucket, prefix: destination.prefix }, signal);
  }
  const facts = factsOf(connections, request);
  const approve: PrepareOptions['approve'] = async ({ own, plan, objects }) => {
    const expired = await expiredVersions(connections, request, signal);
    for (const warning of [...plan.warnings, ...expired]) output.note(warning);
    if (plan.estimate !== undefined) output.note(estimateText(plan.estimate));
    if (options.yes) return;
    await confirm(
      `${title}: ${plural(objects, 'key')} by S3 Batch Operations, ${own.length} from here. Go ahead?`,
    );
  };
  const how = { account: environment.account, role, target, approve };
  const { jobs: toMake, own, plan } = await prepareBatch(connections, facts, request, how, signal);
  const control = openBatchControl(connections);
  try {
    const made = await makeJobs(connections, control, facts, toMake, signal);
    for (const { jobId, group, objects } of made) {
      output.note(`Job ${jobId}: ${group}, ${plural(objects, 'object')}`);
    }
    const counts = { unchanged: plan.unchanged, left: plan.left.count, journalled: true };
    const report = await carryOut(connections, facts, itemsToRun(own), counts, { signal, overwrite });
    const jobs = wait ? await waitForJobs(session, control, made) : await lookAtJobs(control, made, signal);
    const areFailed = jobs.some(hasFailed);
    if (!areFailed && !jobs.some(isWorking)) {
      const { done, unchanged, left } = report;
      return await finishRun(session, facts, jobs, { wait, overwrite, soFar: { done, unchanged, left } });
    }
    process.exitCode = ExitCode.failed;
    output.result({ ...report, jobs }, () =>
      [
        ...jobs.map(jobText),
        reportText(report).trimEnd(),
        areFailed
          ? `What the jobs have left is done from here by: strata archive resume ${facts.runId} --in s3://${bucket}/`
          : `The jobs go on by themselves. See how far they are, and finish: strata archive resume ${facts.runId} --in s3://${bucket}/`,
        '',
      ].join('\n'),
    );
  } finally {
    control.close();
  }
}
