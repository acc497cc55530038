/* eslint-disable @typescript-eslint/no-require-imports --
   Loaded by `require`, late: a command needs only its own modules. */
import { Command } from 'commander';

/** The commands, in the order of `--help`: name, summary, and how it is loaded. */
type LazyCommand = readonly [name: string, summary: string, load: () => Command];

const COMMANDS: readonly LazyCommand[] = [];

/**
 * `strata archive`: S3 as an archive. Only the commands that the command line names are loaded; the others are listed.
 *
 * @param args the command line, wherever the command's own name stands in it
 */
export function archiveCommand(args: readonly string[] = process.argv.slice(2)): Command {
  const command = new Command('archive').description(
    'the archive in S3: guarded sync, versions, recovery to a point in time, audit',
  );
  for (const [name, summary, load] of COMMANDS) {
    command.addCommand(args.includes(name) ? load() : new Command(name).description(summary));
  }
  return command;
}
