/**
 * What a call can get in place of its answer. A client cannot tell `before` from `after`: the first was never carried
 * out, the second was, and that is the point.
 */
export const FAULT_KINDS = [
  'throttle',
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
] as const;

/**
 * All kinds: those that calls get unless told otherwise, and those that must be named, so that runs by seed stay what
 * they are.
 * - `reset-mid-body`: the connection is reset in the middle of the upload, which is then not carried out, or of the
 *   answer where nothing is uploaded.
 * - `expired-credentials`: the session of the credentials has ended; not carried out. With a rate of 1 and `after`, they
 *   expire in the middle of a run.
 */
export const ALL_FAULT_KINDS = [...FAULT_KINDS, 'reset-mid-body', 'expired-credentials'] as const;

/** One of {@link ALL_FAULT_KINDS}: a refusal, a 500, or a reset of the connection. */
export type FaultKind = (typeof ALL_FAULT_KINDS)[number];

/** What was done to a call: a fault by the seed, or a refusal because its token bucket was empty. */
export type Injection = FaultKind | 'token-bucket';
