import type { Command } from 'commander';

/** Options that every command of `alerts` has. */
export interface CommonOptions {
  readonly env?: string;
  readonly json?: boolean;
}

/** Adds `--env` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--env <name>',
      'environment, by the name of its file in config/ (default: $STRATA_ENV, else local)',
    )
    .option('--json', 'print JSON');
}
