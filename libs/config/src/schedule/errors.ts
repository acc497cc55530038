/** A schedule expression that AWS would not take, or that cannot be understood. The message says what is allowed. */
export class ScheduleExpressionError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  constructor(
    readonly expression: string,
    reason: string,
  ) {
    super(`${JSON.stringify(expression)} ${reason}`);
    this.name = 'ScheduleExpressionError';
  }
}
