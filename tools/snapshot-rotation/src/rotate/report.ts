import { ExitCode } from '@strata/cli-kit';
import { SNAPSHOT_METRICS } from '@strata/naming';
import type { CreatePlan } from '../create/create-plan';
import { planJson as creationJson, planText as creationText } from '../create/plan-text';
import { reportJson as createdJson, reportText as createdText } from '../create/report';
import type { CreateReport } from '../create/run-create';
import type { Metric } from '../gateway/metrics';
import { tally } from '../outcome';
import type { PrunePlan } from '../prune/plan';
import { planText } from '../prune/plan-text';
import { pruneJson, type PruneReport } from '../prune/report';
import { pruneText } from '../prune/report-text';

/** What a rotation would do. */
export interface RotatePlan {
  readonly creation: CreatePlan;
  /** What would go if every snapshot of the creation came about. */
  readonly prune: PrunePlan;
}

/** What a rotation came to. */
export interface RotateReport {
  readonly policy: string;
  readonly region: string;
  readonly created: CreateReport;
  /** Undefined when nothing was removed. */
  readonly pruned?: PruneReport | undefined;
  /** Why nothing was removed. */
  readonly problem?: 'interrupted' | 'refused' | 'failed' | undefined;
  readonly message?: string | undefined;
}

/** How many of everything. */
export function rotationCounts({ created, pruned, problem }: RotateReport) {
  const made = tally(created.items);
  const removed = pruned?.tally ?? { done: 0, skipped: 0, failed: 0 };
  return {
    created: made.done,
    removed: removed.done,
    failed: made.failed + removed.failed + (problem === 'failed' ? 1 : 0),
  };
}

/** 1 when anything failed, 3 when a guard refused to prune, else 0. */
export function rotateExitCode(report: RotateReport): ExitCode {
  if (rotationCounts(report).failed > 0) return ExitCode.failed;
  return report.problem === 'refused' ? ExitCode.refused : ExitCode.done;
}

/** What a rotation says to CloudWatch. */
export function rotationMetrics(counts: {
  readonly created: number;
  readonly removed: number;
  readonly failed: number;
}): Metric[] {
  return [
    { name: SNAPSHOT_METRICS.created, unit: 'Count', value: counts.created },
    { name: SNAPSHOT_METRICS.removed, unit: 'Count', value: counts.removed },
    { name: SNAPSHOT_METRICS.failed, unit: 'Count', value: counts.failed },
  ];
}

/** A rotation's report for people. */
export function rotateText(report: RotateReport): string {
  const { created, pruned, problem, message } = report;
  const removal = pruned === undefined ? notRemoved(problem, message) : pruneText(pruned);
  const left = pruned?.plan.leftOut ?? [];
  const alone = left.map(({ volumeId, reason }) => `${volumeId} was not pruned: ${reason}.\n`).join('');
  return `${createdText(created)}${alone}${removal}`;
}

/** A rotation's report as `--json` prints it. */
export function rotateJson(report: RotateReport): unknown {
  const { policy, region, created, pruned, problem, message } = report;
  return {
    policy,
    region,
    ...rotationCounts(report),
    create: createdJson(created),
    prune: pruned === undefined ? null : pruneJson(pruned.plan, pruned.items),
    ...(problem === undefined ? {} : { notPruned: problem, message }),
  };
}

/** Both plans of a rotation for people. */
export function rotatePlanText({ creation, prune }: RotatePlan): string {
  return `${creationText(creation)}\nThen, if all of these complete:\n${planText(prune)}`;
}

/** Both plans as `--json` prints them. */
export function rotatePlanJson({ creation, prune }: RotatePlan): unknown {
  return { dryRun: true, create: creationJson(creation), prune: pruneJson(prune) };
}

function notRemoved(problem: RotateReport['problem'], message = ''): string {
  if (problem === 'interrupted') return 'Nothing was removed: the run was interrupted.\n';
  return `Nothing was removed. ${message}\n`;
}
