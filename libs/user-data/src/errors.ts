/** A template was given a value that it cannot put into a script. Nothing was rendered. */
export class UserDataInputError extends Error {
  /** Bad configuration: nothing was done. */
  readonly exitCode = 2;

  /**
   * @param what the input's name, such as `mountAttempts`
   * @param got the value as it came
   * @param allowed what would be taken, and how to get there
   */
  constructor(
    readonly what: string,
    readonly got: unknown,
    allowed: string,
  ) {
    super(`user-data: ${what} is ${JSON.stringify(got)}: ${allowed}`);
    this.name = 'UserDataInputError';
  }
}
