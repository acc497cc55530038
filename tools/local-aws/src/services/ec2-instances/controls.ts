/** Tags of instances by which a test commands how they start and stop. */
export const INSTANCE_CONTROL_TAGS = {
  /** How long the instance is `stopping` or `pending`, milliseconds. */
  powerMs: 'local-aws:power-ms',
  /** So many starts fail with `InsufficientInstanceCapacity`; another number begins the count anew. */
  startFails: 'local-aws:start-fails',
  /** What SSM commands come to on the instance: `Failed` or `TimedOut`; `Failed:thaw` for those with that parameter. */
  ssmResult: 'local-aws:ssm-result',
  /** How long SSM commands take on the instance, milliseconds; `75000:freeze` for those with that parameter. */
  ssmMs: 'local-aws:ssm-ms',
  /** How long SSM commands go on when they are called off, milliseconds; `ignored`: to their own end. */
  ssmCancel: 'local-aws:ssm-cancel',
} as const;
