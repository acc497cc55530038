import { helpText, type HelpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { defaultDataDir } from './defaults';

/** The options that every subcommand of `strata local` has. */
export interface Shared {
  /** Where the local AWS keeps its files. */
  readonly dataDir: string;
  readonly json?: boolean;
}

/** A subcommand of `strata local` with the options of {@link Shared}. */
export function subcommand(name: string, description: string, help: HelpText): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <folder>', 'where it keeps its files', defaultDataDir())
    .option('--json', 'print JSON')
    .addHelpText('after', helpText(help));
}
