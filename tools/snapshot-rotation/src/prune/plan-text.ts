import { plural } from '@strata/cli-kit';
import { describePolicy } from '@strata/retention';
import { rowsOf, snapshotTable } from '../snapshot-rows';
import type { PrunePlan } from './plan';

/**
 * A plan for people: every volume with what stays and what goes, and why; then the sum, and what guards say to it.
 *
 * @param onlyChanged leaves out the volumes that lose nothing, for a log that is read each morning
 */
export function planText(plan: PrunePlan, { onlyChanged = false } = {}): string {
  const { groups, keep, remove, leftOut, refusals, now } = plan;
  const shown = onlyChanged ? groups.filter((group) => group.remove.length > 0) : groups;
  const rows = shown.flatMap((group) => rowsOf(group, () => plan.policy));
  const volumes = plural(groups.length, 'volume');
  const sum = `Of ${plural(keep.length + remove.length, 'snapshot')} of ${volumes}, ${remove.length} go and ${keep.length} stay.`;
  return [
    `Policy ${plan.policy} in ${plan.region}${plan.origin === 'made-here' ? '' : ', copies'}: ${describePolicy(plan.retention)}.`,
    snapshotTable(rows, now).trimEnd(),
    ...leftOut.map(({ volumeId, reason }) => `${volumeId} is left alone: ${reason}.`),
    sum,
    ...refusals.map(({ message }) => `REFUSED: ${message}`),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
