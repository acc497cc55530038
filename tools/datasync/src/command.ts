import { Command } from 'commander';
import { diagnoseCommand } from './diagnose/command';
import { historyCommand } from './history/command';
import { runCommand } from './run/command';
import { statusCommand } from './status/command';
import { verifyCommand } from './verify/command';

/** `strata datasync`: the transfer of the share into the archive. */
export function datasyncCommand(): Command {
  const command = new Command('datasync').description(
    'DataSync: run, watch, history, RPO, compare the archive with the share, and find what is in the way',
  );
  const commands = [runCommand(), historyCommand(), statusCommand(), verifyCommand(), diagnoseCommand()];
  for (const each of commands) command.addCommand(each);
  return command;
}
