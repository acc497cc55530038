import { confirm, ExitCode } from '@strata/cli-kit';
import { readVersioning } from '../gateway/bucket-versioning';
import { openBatchControl } from '../gateway/batch-jobs';
import { putText } from '../gateway/text-objects';
import { estimateText } from '../glacier/estimate';
import { NotVersionedError, VersioningSuspendedError } from '../restore/errors';
import { line } from '../restore/journal';
import type { RestoreRequest } from '../restore/read-plan';
import { isIncomplete, reportText } from '../restore/report';
import { carryOut, factsOf } from '../restore/run';
import type { Session } from '../session';
import { BatchRoleNeededError } from './errors';
import { groupName } from './groups';
import { batchPrefix, prepareBatch } from './prepare';
import { batchTarget } from './target';

/** How Batch Operations is driven. */
export interface BatchOptions {
  readonly batchOver: number;
  readonly batchRole?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly overwrite?: boolean;
}

/** A job that was made, as it is noted beside the manifests. */
export interface NotedJob {
  readonly jobId: string;
  readonly group: string;
  readonly manifest: string;
  readonly objects: number;
}

/** Where the jobs of a run are noted. */
export function jobsKey(runId: string): string {
  return `${batchPrefix(runId)}jobs.jsonl`;
}

/**
 * Restores more than one machine should: writes journal and manifests into the bucket and makes a job of S3 Batch
 * Operations of each manifest. What Batch Operations cannot do is done from here.
 *
 * @throws BatchRoleNeededError, BatchTargetError, BatchUnavailableError, the plan's refusal, AwsFailure
 */
export async function runBatch(
  session: Session,
  request: RestoreRequest,
  options: BatchOptions,
): Promise<void> {
  const { connections, environment, output, signal } = session;
  const { bucket, prefix, destination } = request;
  const { batchOver, batchRole: role } = options;
  const target = batchTarget(bucket, prefix, destination);
  if (options.dryRun) {
    output.result({ overflow: true, batchOver }, () => `More than ${batchOver} keys: S3 Batch Operations.\n`);
    return;
  }
  if (role === undefined) throw new BatchRoleNeededError(batchOver);
  const versioning = await readVersioning(connections, bucket, signal);
  if (versioning === 'never enabled') throw new NotVersionedError(bucket);
  if (versioning === 'Suspended' && destination.kind === 'in-place')
    throw new VersioningSuspendedError(bucket);
  const facts = factsOf(connections, request);
  const { manifests, own, plan } = await prepareBatch(connections, facts, request, signal);
  const objects = manifests.reduce((sum, manifest) => sum + manifest.objects, 0);
  if (plan.estimate !== undefined) output.note(estimateText(plan.estimate));
  if (!options.yes)
    await confirm(`${objects} keys by S3 Batch Operations, ${own.length} from here. Go ahead?`);
  const control = openBatchControl(connections);
  const jobs: NotedJob[] = [];
  try {
    for (const { group, key, etag, objects: count } of manifests) {
      const name = groupName(group);
      const jobId = await control.create(
        {
          account: environment.account,
          role,
          token: `${facts.runId}-${name}`,
          description: `strata archive restore ${facts.runId} ${name}`,
          group,
          manifest: { bucket, key, etag },
          target,
          storageClass: request.storageClass,
          tier: request.tier,
          days: request.days,
          reports: `${batchPrefix(facts.runId)}reports`,
        },
        signal,
      );
      jobs.push({ jobId, group: name, manifest: key, objects: count });
      await putText(connections, { bucket, key: jobsKey(facts.runId) }, jobs.map(line).join(''));
    }
  } finally {
    control.close();
  }
  const counts = { unchanged: plan.unchanged, left: plan.left.count, journalled: true };
  const report = await carryOut(connections, facts, own, counts, { signal, overwrite: options.overwrite });
  output.result({ ...report, jobs }, () =>
    [
      ...jobs.map(({ jobId, group, objects: count }) => `Job ${jobId}: ${group}, ${count} objects`),
      `Watch with: aws s3control describe-job --account-id ${environment.account} --job-id …`,
      ...(manifests.some(({ group }) => group.operation === 'retrieve')
        ? [
            `Retrievals are asked for. Once they are there: strata archive resume ${facts.runId} --in s3://${bucket}/`,
          ]
        : []),
      reportText(report),
    ].join('\n'),
  );
  if (isIncomplete(report)) process.exitCode = ExitCode.failed;
}
