import { runCopy } from '../copy/run';
import { hasFailed, wasRefused } from '../copy/report';
import { putMetrics } from '../gateway/metrics';
import { runPrune } from '../prune/run';
import { executeResume } from '../resume/execute';
import { planResume } from '../resume/plan';
import { readLeftovers } from '../resume/read';
import { notPruned } from '../rotate/plan';
import { rotationMetrics } from '../rotate/report';
import { statusMetrics } from '../status/metrics';
import type { StatusReport } from '../status/plan';
import { runStatus } from '../status/run';
import { createMissing, type Creation } from './create-phase';
import type { Invocation, Rotation } from './invocation';
import { findRun } from './run-identity';
import { copyDeadline } from './time-left';
import { type Failure, Tracker } from './tracked';

/** What a run came to. */
export interface RotationSummary {
  readonly runId: string;
  readonly policy: string;
  readonly created: number;
  /** Snapshots that were pending when time was up: they complete by themselves, and the next run prunes by them. */
  readonly pending: number;
  readonly removed: number;
  readonly copied: number;
  readonly volumesOverRpo: number | undefined;
  readonly failures: readonly Failure[];
}

/**
 * Runs a policy once, phase by phase; a phase that fails ends none of the later ones, for each of them is good by
 * itself: a retry, or the next run, makes what is missing.
 *
 * @throws what reading the run's own snapshots throws: without them it could make some twice
 */
export async function rotateOnce(invocation: Invocation): Promise<RotationSummary> {
  const { connections, request, context, signal } = invocation;
  const run = await findRun(connections, request, context.awsRequestId, signal);
  const log = invocation.log.with({ run: run.runId });
  const tracker = new Tracker(log);
  const rotation = { ...invocation, log, tracker };
  log.info({ phase: 'start', message: 'begun', madeBefore: run.made.size });
  await tracker.phase('resume', () => putRight(rotation, run.runId));
  const creation = await tracker.phase('create', () => createMissing(rotation, run));
  const removed = creation && (await tracker.phase('prune', () => prune(rotation, creation)));
  const copied = await tracker.phase('copy', () => copy(rotation));
  const counts = { created: creation?.created ?? 0, removed: removed ?? 0 };
  const { rpoMinutes } = request;
  const status = await tracker.phase('status', () =>
    runStatus(connections, rotation.policy, rpoMinutes, signal),
  );
  for (const { region, reason } of status?.unread ?? [])
    tracker.failed({ phase: 'status', message: reason }, { region });
  await tracker.phase('metrics', () => publish(rotation, counts, status));
  return {
    runId: run.runId,
    policy: request.policy.name,
    ...counts,
    pending: creation?.items.filter(({ state }) => state === 'pending').length ?? 0,
    copied: copied ?? 0,
    volumesOverRpo: status?.over,
    failures: tracker.failures,
  };
}

/** What earlier runs of this policy left. An earlier attempt at this very run has ended, whatever its leases say. */
async function putRight({ connections, policy, tracker, signal }: Rotation, runId: string): Promise<void> {
  const { name, quiesceDocument } = policy.config;
  const plan = planResume(await readLeftovers(connections, signal), {
    now: connections.clock.now(),
    force: [runId],
    environment: policy.environment,
    policy: name,
    quiesceDocuments: new Map(quiesceDocument === undefined ? [] : [[name, quiesceDocument]]),
  });
  for (const item of await executeResume(connections, plan)) tracker.item('resume', item);
}

/** Of each volume only when its own new snapshot has completed. @returns how many were removed */
async function prune(rotation: Rotation, { items }: Creation): Promise<number> {
  const { connections, policy, log, tracker, signal } = rotation;
  const { tally } = await runPrune(connections, policy, {
    scope: { origin: 'made-here', leaveOut: notPruned(items) },
    signal,
    onPlan: ({ keep, remove, leftOut, refusals }) => {
      log.info({ phase: 'prune', message: 'planned', keep: keep.length, remove: remove.length });
      for (const { volumeId, reason } of leftOut) log.warn({ phase: 'prune', message: reason, id: volumeId });
      for (const { message, code } of refusals) log.warn({ phase: 'prune', message, code });
    },
    onItem: (item) => tracker.item('prune', item, { volumeId: item.volumeId }),
  });
  return tally.done;
}

/** @returns how many copies were begun or completed */
async function copy(rotation: Rotation): Promise<number> {
  const { connections, policy, context, log, tracker, signal } = rotation;
  if (policy.config.copies.length === 0) return 0;
  const report = await runCopy(connections, policy, { deadline: copyDeadline(context), signal });
  for (const { region, items, failure, retention, retentionProblem } of report.destinations) {
    if (failure !== undefined) tracker.failed({ phase: 'copy', message: failure }, { region });
    if (retentionProblem) tracker.failed({ phase: 'copy', message: retentionProblem.message }, { region });
    for (const item of items) tracker.item('copy', item, { region, copyId: item.copyId });
    for (const item of retention?.items ?? []) tracker.item('copy', item, { region });
  }
  log.info({ phase: 'copy', message: 'done', failed: hasFailed(report), refused: wasRefused(report) });
  return report.tally.done;
}

async function publish(
  { connections, request, policy, tracker, signal }: Rotation,
  counts: { readonly created: number; readonly removed: number },
  status: StatusReport | undefined,
): Promise<void> {
  const metrics = [
    ...rotationMetrics({ ...counts, failed: tracker.failures.length }),
    ...(status === undefined ? [] : statusMetrics(status)),
  ];
  await putMetrics(connections, request.metricNamespace, policy.config.name, metrics, signal);
}
