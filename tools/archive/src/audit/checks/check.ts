import type { Evidence } from '../evidence';
import type { Finding } from '../finding';

/** Judges one thing by the evidence. Pure. */
export type Check = (evidence: Evidence) => Iterable<Finding>;
