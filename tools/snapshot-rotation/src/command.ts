import { Command } from 'commander';
import { copyCommand } from './copy/command';
import { costCommand } from './cost/command';
import { createCommand } from './create/command';
import { cronCommand } from './cron/command';
import { drillCommand } from './drill/command';
import { listCommand } from './list/command';
import { pruneCommand } from './prune/command';
import { resumeCommand } from './resume/command';
import { rotateCommand } from './rotate/command';
import { statusCommand } from './status/command';

/** `strata snapshots`: EBS snapshots that are consistent, rotated and restorable. */
export function snapshotsCommand(): Command {
  const command = new Command('snapshots').description(
    'EBS snapshots: create, list, prune, rotate, copy, drill, and what they cost',
  );
  const commands = [
    createCommand(),
    listCommand(),
    pruneCommand(),
    rotateCommand(),
    copyCommand(),
    statusCommand(),
    drillCommand(),
    costCommand(),
    resumeCommand(),
    cronCommand(),
  ];
  for (const each of commands) command.addCommand(each);
  return command;
}
