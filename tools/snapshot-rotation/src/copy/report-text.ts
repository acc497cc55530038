import { plural, table } from '@strata/cli-kit';
import { describePolicy } from '@strata/retention';
import { formatAge, secondsBetween } from '../age';
import { pruneJson } from '../prune/report';
import { pruneText } from '../prune/report-text';
import type { CopyPlan } from './plan';
import type { CopyReport, DestinationReport } from './report';

/** What would be copied, as `--dry-run --json` prints it. */
export function plansJson(policy: string, plans: readonly CopyPlan[]): unknown {
  return {
    policy,
    destinations: plans.map((plan) => ({
      region: plan.destination.region,
      retention: describePolicy(plan.destination.retention),
      copies: plan.copies.map(({ snapshot, reason }) => ({ ...ids(snapshot), reason })),
      left: plan.left.map(({ snapshot, why, reason }) => ({ ...ids(snapshot), why, reason })),
      notes: plan.notes,
    })),
  };
}

function ids({ id, volumeId, startTime }: { id: string; volumeId: string; startTime: Date }) {
  return { id, volumeId, startTime: startTime.toISOString() };
}

/** What would be copied, for people. */
export function plansText(plans: readonly CopyPlan[], now: Date): string {
  return plans.map((plan) => planText(plan, now)).join('\n');
}

function planText({ destination, copies, left, notes }: CopyPlan, now: Date): string {
  const rows = table(copies, [
    { title: 'volume', value: ({ snapshot }) => snapshot.volumeId },
    { title: 'snapshot', value: ({ snapshot }) => snapshot.id },
    {
      title: 'age',
      value: ({ snapshot }) => formatAge(secondsBetween(snapshot.startTime, now)),
      align: 'right',
    },
    { title: 'kept there because', value: ({ reason }) => reason },
  ]);
  const count = (why: string) => left.filter((snapshot) => snapshot.why === why).length;
  const others = left.filter(({ why }) => why !== 'has-copy' && why !== 'not-kept');
  return [
    `To ${destination.region}, which keeps ${describePolicy(destination.retention)}: ${plural(copies.length, 'snapshot')} to copy; ${count('has-copy')} have a copy, ${count('not-kept')} would not be kept there.`,
    ...(rows === '' ? [] : [rows.trimEnd()]),
    ...others.map(({ snapshot, reason }) => `${snapshot.id} is left: ${reason}`),
    ...notes,
    '',
  ].join('\n');
}

/** What became of the copies, as `--json` prints it. */
export function reportJson({ destinations, ...report }: CopyReport): unknown {
  return {
    ...report,
    destinations: destinations.map(({ plan, retention, ...rest }) => ({
      ...rest,
      left: plan?.left.map(({ snapshot, why, reason }) => ({ ...ids(snapshot), why, reason })) ?? [],
      notes: plan?.notes ?? [],
      retention: retention && pruneJson(retention.plan, retention.items),
    })),
  };
}

/** What became of the copies, for people. */
export function reportText({ destinations, runId }: CopyReport): string {
  return [`Run ${runId}`, ...destinations.map(destinationText)].join('\n');
}

function destinationText({
  region,
  items,
  failure,
  retention,
  retentionProblem,
  plan,
}: DestinationReport): string {
  const rows = table(items, [
    { title: 'snapshot', value: ({ id }) => id },
    { title: 'volume', value: ({ volumeId }) => volumeId },
    { title: 'outcome', value: ({ outcome }) => outcome },
    { title: 'detail', value: ({ detail }) => detail },
  ]);
  const removed = retention !== undefined && retention.items.length > 0;
  return [
    `${region}: ${failure === undefined ? plural(items.length, 'copy', 'copies') : `nothing was copied: ${failure}`}`,
    ...(rows === '' ? [] : [rows.trimEnd()]),
    ...(plan?.notes ?? []),
    ...(removed ? [`Retention in ${region}:`, pruneText(retention).trimEnd()] : []),
    ...(retentionProblem === undefined
      ? []
      : [`Retention in ${region} removed nothing: ${retentionProblem.message}`]),
  ].join('\n');
}
