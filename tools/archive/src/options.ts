import type { Command } from 'commander';

/** Options that every command of `archive` has. */
export interface CommonOptions {
  readonly env?: string;
  readonly region?: string;
  readonly json?: boolean;
}

/** Adds `--env`, `--region` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--env <name>',
      'environment, by the name of its file in config/ (default: $STRATA_ENV, else local)',
    )
    .option('--region <region>', "AWS Region (default: the environment's; buckets elsewhere are found)")
    .option('--json', 'print JSON');
}
