import { type CommandLine, withEnvironmentOption } from '@strata/session';
import type { Command } from 'commander';

/** Options that every command of `alerts` has. */
export type CommonOptions = CommandLine;

/** Adds `--env` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return withEnvironmentOption(command).option('--json', 'print JSON');
}
