import { type CommandLine, withEnvironmentOption } from '@strata/session';
import type { Command } from 'commander';

/** Options that every command of `datasync` has. */
export interface CommonOptions extends CommandLine {
  readonly task?: string;
}

/** Adds `--env`, `--task` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return withEnvironmentOption(command)
    .option('--task <arn>', "ARN of a task (default: that of the environment's backup layer)")
    .option('--json', 'print JSON');
}
