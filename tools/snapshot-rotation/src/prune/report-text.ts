import { plural, table } from '@strata/cli-kit';
import type { PruneReport } from './report';

/** What became of a plan, for people: the sum, and each snapshot that was not removed, with the reason. */
export function pruneText({ items, tally, plan }: PruneReport): string {
  if (plan.remove.length === 0) return 'Nothing goes.\n';
  const { done, skipped, failed } = tally;
  const others = items.filter(({ outcome }) => outcome !== 'done');
  const sum = `${plural(done, 'snapshot')} removed, ${skipped} skipped, ${failed} failed.\n`;
  return `${table(others, [
    { title: 'volume', value: ({ volumeId }) => volumeId },
    { title: 'snapshot', value: ({ id }) => id },
    { title: 'outcome', value: ({ outcome }) => outcome },
    { title: 'because', value: ({ detail }) => detail },
  ])}${sum}`;
}
