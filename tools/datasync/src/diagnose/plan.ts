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

/**
 * What a diagnosis comes to. `unknown` when nothing fails, but something could not be judged: what was not read may be
 * what is in the way. Pure.
 */
export function outcomeOf(checks: readonly Check[]): 'sound' | 'unsound' | 'unknown' {
  const { fail, unknown } = tally(checks);
  if (fail > 0) return 'unsound';
  return unknown > 0 ? 'unknown' : 'sound';
}
