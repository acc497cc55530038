import { plural, table } from '@strata/cli-kit';
import type { ItemResult } from '../outcome';
import type { ResumePlan } from './resume-plan';
import { isClean } from './run-resume';

/** A plan for people: one line per thing that would be done. */
export function resumePlanText(plan: ResumePlan): string {
  const lines = [
    ...plan.restores.map(({ instanceId, step, runId }) => ({ id: instanceId, what: step, runId })),
    ...plan.tags.map(({ snapshotId, runId }) => ({ id: snapshotId, what: 'complete its tags', runId })),
    ...plan.leases.map(({ volumeId, runIds }) => ({ id: volumeId, what: 'free', runId: runIds.join(' ') })),
  ];
  const todo = table(lines, [
    { title: 'what', value: ({ what }) => what },
    { title: 'of', value: ({ id }) => id },
    { title: 'run', value: ({ runId }) => runId },
  ]);
  return `${isClean(plan) ? 'Nothing is left of an interrupted run.\n' : todo}${told(plan)}`;
}

/** What was done, for people. */
export function resumeText(plan: ResumePlan, items: readonly ItemResult[]): string {
  if (isClean(plan)) return resumePlanText(plan);
  const failed = items.filter(({ outcome }) => outcome === 'failed').length;
  const rows = table(items, [
    { title: 'of', value: ({ id }) => id },
    { title: 'outcome', value: ({ outcome }) => outcome },
    { title: 'detail', value: ({ detail }) => detail },
  ]);
  const summary = failed > 0 ? `${plural(failed, 'thing')} could not be put right` : 'All is put right';
  return `${rows}${told(plan)}${summary}.\n`;
}

function told({ living, findings }: ResumePlan): string {
  const runs = living.map(
    ({ runId, expires, leaves }) =>
      `The run ${runId} is still at work (until ${expires.toISOString()} at least) and left alone${leaves.length > 0 ? `: ${leaves.join(', ')}` : ''}. When it is known to be dead: --force-run ${runId}\n`,
  );
  const notes = findings.map(({ id, runId, detail }) => `${id} ${detail} (run ${runId}).\n`);
  return [...runs, ...notes].join('');
}
