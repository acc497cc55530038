/* eslint-disable @typescript-eslint/no-require-imports --
   Loaded by `require`, late: a command needs only its own modules. */
import { endsWithItsReader } from '@strata/cli-kit';
import { Command } from 'commander';
import type * as audit from './audit/command';
import type * as cron from './cron/command';
import type * as diff from './diff/command';
import type * as restore from './restore/command';
import type * as resume from './resume/command';
import type * as sync from './sync/command';
import type * as undelete from './undelete/command';
import type * as versions from './versions/command';

type LazyCommand = readonly [name: string, summary: string, load: () => Command];

/** The commands, in the order of `--help`: name, summary, and how it is loaded. */
const COMMANDS: readonly LazyCommand[] = [
  [
    'sync',
    'make a destination like its source',
    () => (require('./sync/command') as typeof sync).syncCommand(),
  ],
  [
    'versions',
    'what every key was, and when',
    () => endsWithItsReader((require('./versions/command') as typeof versions).versionsCommand()),
  ],
  [
    'diff',
    'what was added, changed and deleted between two times',
    () => endsWithItsReader((require('./diff/command') as typeof diff).diffCommand()),
  ],
  [
    'restore',
    'bring a prefix back to how it was',
    () => (require('./restore/command') as typeof restore).restoreCommand(),
  ],
  [
    'undelete',
    'remove delete markers',
    () => (require('./undelete/command') as typeof undelete).undeleteCommand(),
  ],
  [
    'resume',
    'go on with a restore that was interrupted or waits for Glacier',
    () => (require('./resume/command') as typeof resume).resumeCommand(),
  ],
  [
    'audit',
    'check versioning, lifecycle and protection against the objectives',
    () => (require('./audit/command') as typeof audit).auditCommand(),
  ],
  [
    'cron',
    'print a crontab or a systemd timer that syncs',
    () => (require('./cron/command') as typeof cron).cronCommand(),
  ],
];

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
