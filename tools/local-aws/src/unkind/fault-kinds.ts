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

/** One of {@link FAULT_KINDS}: a throttling answer, a 500, or a reset of the connection. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What was done to a call: a fault by the seed, or a refusal because its token bucket was empty. */
export type Injection = FaultKind | 'token-bucket';
