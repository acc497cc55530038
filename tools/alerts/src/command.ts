import { Command } from 'commander';
import { subscribeCommand, unsubscribeCommand } from './addresses/change-command';
import { listCommand } from './addresses/list-command';
import { checkCommand } from './check/command';
import { testCommand } from './trial/command';

/** `strata alerts`: whether news of the backups reaches the people who need it. */
export function alertsCommand(): Command {
  const command = new Command('alerts').description('alerts: check, test, subscribe, unsubscribe, list');
  const commands = [checkCommand(), testCommand(), subscribeCommand(), unsubscribeCommand(), listCommand()];
  for (const each of commands) command.addCommand(each);
  return command;
}
