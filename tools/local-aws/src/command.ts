import { createOutput, helpText, type HelpText } from '@strata/cli-kit';
import { Command, InvalidArgumentError } from 'commander';
import { down } from './daemon/down';
import { status } from './daemon/status';
import { up } from './daemon/up';
import { DEFAULT_PORT, defaultDataDir } from './defaults';
import { downText, statusText, upText } from './report';

interface Shared {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** What the program around may add to the command. */
export interface LocalCommandHooks {
  /** Called once a local AWS answers at `endpoint`, also when it ran before. */
  readonly onUp?: (endpoint: string) => Promise<void>;
}

/** `strata local`: the embedded local AWS in the background. */
export function localCommand(hooks: LocalCommandHooks = {}): Command {
  return new Command('local')
    .description('run the local AWS in the background: moto behind the Strata gateway, on this machine only')
    .addCommand(upCommand(hooks))
    .addCommand(downCommand())
    .addCommand(statusCommand());
}

function upCommand({ onUp }: LocalCommandHooks): Command {
  return subcommand('up', 'start it and wait until it is ready; one that already runs stays', {
    examples: [
      ['strata local up', `at http://127.0.0.1:${DEFAULT_PORT}`],
      ['strata local up --port 0 --json', 'on any free port, told as JSON'],
    ],
    exitCodes: [0, 1, 2],
  })
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', parsePort, DEFAULT_PORT)
    .action(async ({ dataDir, port, json }: Shared & { port: number }) => {
      const output = createOutput({ json });
      const result = await up({ dataDir, port, log: (message) => output.note(message) });
      await onUp?.(result.endpoint);
      output.result(result, () => upText(result));
    });
}

function downCommand(): Command {
  return subcommand('down', 'stop it; its EFS directories, outbox and logs stay', {
    examples: [['strata local down', 'also when it does not run']],
    exitCodes: [0, 1],
  }).action(async ({ dataDir, json }: Shared) => {
    const result = await down({ dataDir });
    createOutput({ json }).result(result, () => downText(result));
  });
}

function statusCommand(): Command {
  return subcommand('status', 'say whether it runs, where, and what it holds', {
    examples: [['strata local status --json', 'for programs: see "running"']],
    exitCodes: [0],
  }).action(async ({ dataDir, json }: Shared) => {
    const result = await status({ dataDir });
    createOutput({ json }).result(result, () => statusText(result));
  });
}

function subcommand(name: string, description: string, help: HelpText): Command {
  return new Command(name)
    .description(description)
    .option('--data-dir <folder>', 'where it keeps its files', defaultDataDir())
    .option('--json', 'print JSON')
    .addHelpText('after', helpText(help));
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 (any free one) to 65535.');
}
