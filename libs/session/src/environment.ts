import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import type { Command } from 'commander';

/** What `--env` leaves in a command's options. */
export interface EnvironmentOptions {
  readonly env?: string;
}

/** Adds `--env`. */
export function withEnvironmentOption(command: Command): Command {
  return command.option(
    '--env <name>',
    'environment, by the name of its file in config/ (default: $STRATA_ENV, else local)',
  );
}

/**
 * The environment that a command line asks for.
 *
 * @throws what `loadEnvironment` of @strata/config throws: no such file, or all its faults at once
 */
export function chosenEnvironment({ env }: EnvironmentOptions): EnvironmentConfig {
  return loadEnvironment(env === undefined ? {} : { name: env });
}
