import { plural } from '@strata/cli-kit';
import type { Connections } from '../gateway/connections';
import { readVersioning } from '../gateway/bucket-versioning';
import { estimateText } from '../glacier/estimate';
import { NotVersionedError, VersioningSuspendedError } from '../restore/errors';
import { expiredVersions } from '../restore/expired-versions';
import { itemOf, PlanTally, type RestorePlan, type RestoreRequest, restoreSteps } from '../restore/read-plan';
import { type BatchGroup, groupName, groupOf } from './groups';

/** What one job would do. */
export interface PlannedJob extends BatchGroup {
  /** `copy-STANDARD`. */
  readonly group: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What a restore by Batch Operations would do: how much, not which keys, for there may be any number of them. */
export interface BatchPlan extends Omit<RestorePlan, 'items' | 'overflow'> {
  readonly jobs: readonly PlannedJob[];
  /** Keys that are done from here, see `groupOf`. */
  readonly fromHere: number;
}

/**
 * Counts what a restore by Batch Operations would do. Walks the listing once and keeps no key: memory is flat. Reads,
 * and writes nothing.
 *
 * @throws NotVersionedError, UsageError for an impossible tier, AwsFailure
 */
export async function previewBatch(
  connections: Connections,
  request: RestoreRequest,
  signal?: AbortSignal,
): Promise<BatchPlan> {
  const versioning = await readVersioning(connections, request.bucket, signal);
  if (versioning === 'never enabled') throw new NotVersionedError(request.bucket);
  const tally = new PlanTally(request);
  const jobs = new Map<string, BatchGroup & { group: string; objects: number; bytes: number }>();
  let fromHere = 0;
  for await (const step of restoreSteps(connections, request, signal)) {
    tally.count(step);
    const item = itemOf(step);
    if (item === undefined) continue;
    const group = groupOf(item);
    if (group === undefined) fromHere += 1;
    else {
      const name = groupName(group);
      const job = jobs.get(name) ?? { ...group, group: name, objects: 0, bytes: 0 };
      job.objects += 1;
      job.bytes += item.source?.size ?? 0;
      jobs.set(name, job);
    }
  }
  const suspended = versioning === 'Suspended' && request.destination.kind === 'in-place';
  const refusal = suspended ? new VersioningSuspendedError(request.bucket) : undefined;
  const { unchanged, left, uncertain, estimate, ...plan } = tally.plan(false, refusal);
  const warnings = [...plan.warnings, ...(await expiredVersions(connections, request, signal))];
  const judged = { unchanged, left, uncertain, estimate, refusal: plan.refusal, warnings };
  return { ...judged, jobs: sorted(jobs), fromHere };
}

function sorted(jobs: ReadonlyMap<string, PlannedJob>): PlannedJob[] {
  return [...jobs.values()].sort((one, other) => (one.group < other.group ? -1 : 1));
}

/** A plan for people. */
export function batchPlanText(plan: BatchPlan, title: string): string {
  const { jobs, fromHere, unchanged, left, estimate, warnings, refusal } = plan;
  return [
    `${title}: ${plural(jobs.length, 'job')} of S3 Batch Operations; ${plural(fromHere, 'key')} from here; ${unchanged} unchanged, ${left.count} left alone.`,
    ...jobs.map(({ group, objects, bytes }) => `  ${group}: ${plural(objects, 'object')}, ${bytes} bytes`),
    ...left.first.slice(0, 20).map(({ key, reason }) => `  left ${JSON.stringify(key)}: ${reason}`),
    ...(estimate === undefined ? [] : [estimateText(estimate)]),
    ...warnings,
    ...(refusal === undefined ? [] : [refusal.message]),
    '',
  ].join('\n');
}

/** A plan as `--dry-run --json` prints it. */
export function batchPlanJson({ refusal, ...plan }: BatchPlan): unknown {
  return { batch: true, ...plan, refusal: refusal?.message };
}
