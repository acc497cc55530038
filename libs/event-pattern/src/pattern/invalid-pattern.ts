/**
 * An event pattern that EventBridge refuses. `message` is AWS's wording of the frame, ours of the reason.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html (Errors).
 */
export class InvalidEventPattern extends Error {
  override readonly name = 'InvalidEventPatternException';
  /** @param path field names down to the fault, e.g. `detail.state`. */
  constructor(reason: string, path: readonly string[] = []) {
    super(`Event pattern is not valid. Reason: ${reason}${path.length > 0 ? ` at ${path.join('.')}` : ''}`);
  }
}
