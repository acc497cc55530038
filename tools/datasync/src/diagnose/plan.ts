import { archiveChecks } from './archive-checks';
import type { Check, Verdict } from './check';
import type { Evidence } from './evidence';
import { logChecks } from './log-checks';
import { networkChecks } from './network-checks';
import { runCheck } from './run-check';
import { sourceChecks } from './source-checks';
import { taskChecks } from './task-checks';

/** The whole diagnosis, along the way of a file: task, share, network, archive, key, log, newest run. Pure. */
export function diagnose(evidence: Evidence): Check[] {
  return [
    ...taskChecks(evidence),
    ...sourceChecks(evidence),
    ...networkChecks(evidence),
    ...archiveChecks(evidence),
    ...logChecks(evidence),
    ...runCheck(evidence),
  ];
}

/** How many checks ended which way. */
export function tally(checks: readonly Check[]): Readonly<Record<Verdict, number>> {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0 };
  for (const { verdict } of checks) counts[verdict] += 1;
  return counts;
}
