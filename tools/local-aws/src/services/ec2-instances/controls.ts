/** Tags of instances by which a test commands how they start and stop. */
export const INSTANCE_CONTROL_TAGS = {
  /** How long the instance is `stopping` or `pending`, milliseconds. */
  powerMs: 'local-aws:power-ms',
  /** So many starts fail with `InsufficientInstanceCapacity`; another number begins the count anew. */
  startFails: 'local-aws:start-fails',
  /** What SSM commands come to on the instance: `Failed` or `TimedOut`. */
  ssmResult: 'local-aws:ssm-result',
  /** How long SSM commands take on the instance, milliseconds. */
  ssmMs: 'local-aws:ssm-ms',
} as const;
