import { Command } from 'commander';

/** A command whose module is loaded only when it is asked for, so that `--help` and other commands start fast. */
export interface LazyCommand {
  readonly name: string;
  readonly summary: string;
  /** Loads the command itself; its name must be `name`. */
  readonly load: () => Promise<Command>;
}

/**
 * Adds `commands` to `program`: the one that `args` asks for is loaded, the others are only listed.
 *
 * @param args the command line after the program's name, e.g. `['deploy', '--help']` or `['help', 'deploy']`.
 */
export async function addLazyCommands(
  program: Command,
  commands: readonly LazyCommand[],
  args: readonly string[],
): Promise<void> {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  const asked = first === 'help' ? second : first;
  for (const command of commands) {
    if (command.name !== asked) {
      program.addCommand(new Command(command.name).summary(command.summary).description(command.summary));
      continue;
    }
    const loaded = await command.load();
    if (loaded.name() !== command.name) {
      throw new Error(`The command listed as ${command.name} calls itself ${loaded.name()}.`);
    }
    program.addCommand(loaded);
  }
}
