import { CHECKS } from './checks';
import type { Evidence } from './evidence';
import type { Finding } from './finding';

/** Judges a bucket by all checks. Pure. */
export function findingsFor(evidence: Evidence): Finding[] {
  return CHECKS.flatMap((check) => [...check(evidence)]);
}
