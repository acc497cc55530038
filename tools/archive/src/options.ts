import { type CommandLine, withEnvironmentOption } from '@strata/session';
import type { Command } from 'commander';

/** Options that every command of `archive` has. */
export interface CommonOptions extends CommandLine {
  readonly region?: string;
}

/** Adds `--env`, `--region` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return withEnvironmentOption(command)
    .option('--region <region>', "AWS Region (default: the environment's; buckets elsewhere are found)")
    .option('--json', 'print JSON');
}
