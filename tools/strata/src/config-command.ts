import { createOutput, helpText } from '@strata/cli-kit';
import { configurationWarnings, listEnvironments, loadEnvironment } from '@strata/config';
import { chosenEnvironment, withEnvironmentOption } from '@strata/session';
import { Command } from 'commander';
import { stringify } from 'yaml';

interface Options {
  readonly env?: string;
  readonly json?: boolean;
}

/** `strata config`: checks environment files and shows what is derived from them. */
export function configCommand(): Command {
  return new Command('config')
    .description('check and show environment files')
    .addCommand(checkCommand())
    .addCommand(showCommand());
}

function checkCommand(): Command {
  return new Command('check')
    .description('check environment files; every fault is listed')
    .argument('[names...]', 'environments (default: all)')
    .option('--env <name>', 'environment, as for the other commands: the same as naming it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      helpText({ examples: [['strata config check production', 'one file']], exitCodes: [0, 2] }),
    )
    .action((names: string[], options: Options) => {
      const output = createOutput({ json: options.json });
      const named = options.env === undefined ? names : [...names, options.env];
      const asked = named.length > 0 ? named : listEnvironments();
      const faults: { name: string; message: string }[] = [];
      for (const name of asked) {
        try {
          const warnings = configurationWarnings(loadEnvironment({ name, env: {} }));
          for (const { path, message } of warnings) output.note(`warning: ${name}: ${path}: ${message}`);
        } catch (error) {
          if (!(error instanceof Error) || !('exitCode' in error)) throw error;
          faults.push({ name, message: error.message });
        }
      }
      const bad = new Set(faults.map(({ name }) => name));
      const good = asked.filter((name) => !bad.has(name));
      output.result({ valid: good, faults }, () =>
        [...good.map((name) => `${name}: valid`), ...faults.map(({ message }) => message)].join('\n'),
      );
      if (faults.length > 0) process.exitCode = 2;
    });
}

function showCommand(): Command {
  return withEnvironmentOption(new Command('show'))
    .description('show an environment with everything that is derived: subnets, schedules, retention')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      helpText({ examples: [['strata config show --env production', 'as YAML']], exitCodes: [0, 2] }),
    )
    .action((options: Options) => {
      const config = chosenEnvironment(options);
      createOutput({ json: options.json }).result(config, () => stringify(config));
    });
}
