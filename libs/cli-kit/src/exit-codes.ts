/** What a command's exit code tells a script. The same for every command; docs/ARCHITECTURE.md lists them too. */
export const ExitCode = {
  /** Everything that was asked for is done. */
  done: 0,
  /** An operation failed; the report says which items. */
  failed: 1,
  /** Bad usage or configuration: nothing was done. */
  usage: 2,
  /** A guard refused, or a person did: what was refused was not done; the report says what was. */
  refused: 3,
  /** The objective is not met: a missed RPO or RTO, drift found. */
  objectiveNotMet: 4,
  /** Interrupted by a signal; what was stopped has been started again. */
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The meaning of each exit code, in the order in which `--help` prints them. */
export const EXIT_CODE_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [ExitCode.done, 'done'],
  [ExitCode.failed, 'an operation failed; the report says which items'],
  [ExitCode.usage, 'bad usage or configuration; nothing was done'],
  [ExitCode.refused, 'refused by a guard, or not confirmed; what was refused was not done'],
  [ExitCode.objectiveNotMet, 'the objective is not met'],
  [ExitCode.interrupted, 'interrupted'],
];
