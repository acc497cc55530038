import type { Command } from 'commander';

/** Options that every command of `datasync` has. */
export interface CommonOptions {
  readonly env?: string;
  readonly json?: boolean;
  readonly task?: string;
}

/** Adds `--env`, `--task` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--env <name>',
      'environment, by the name of its file in config/ (default: $STRATA_ENV, else local)',
    )
    .option('--task <arn>', "ARN of a task (default: that of the environment's backup layer)")
    .option('--json', 'print JSON');
}
