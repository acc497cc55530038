import { Command } from 'commander';
import { historyCommand } from './history/command';
import { runCommand } from './run/command';
import { statusCommand } from './status/command';
import { verifyCommand } from './verify/command';

/** `strata datasync`: the transfer of the share into the archive. */
export function datasyncCommand(): Command {
  const command = new Command('datasync').description(
    'DataSync: run, watch, history, RPO, and compare the archive with the share',
  );
  const commands = [runCommand(), historyCommand(), statusCommand(), verifyCommand()];
  for (const each of commands) command.addCommand(each);
  return command;
}
