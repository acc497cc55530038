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

/** `strata local`: the embedded local AWS in the background. */
export function localCommand(): Command {
  const local = new Command('local').description(
    'Run the embedded local AWS: moto behind the Strata gateway',
  );

  subcommand(local, 'up', 'Start it in the background and wait until it is ready')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', parsePort, DEFAULT_PORT)
    .addHelpText(
      'after',
      help(
        ['strata local up', 'strata local up --port 0 --json'],
        [
          '0    it runs (also when it already did)',
          '1    it did not come up; the message names its log',
          '2    port taken, data directory in use, or moto missing: nothing was started',
        ],
      ),
    )
    .action(async (options: Shared & { port: number }) => {
      const log = (message: string) => void process.stderr.write(`${message}\n`);
      print(options, await up({ dataDir: options.dataDir, port: options.port, log }), upText);
    });

  subcommand(local, 'down', 'Stop it; its files (EFS directories, outbox, logs) stay')
    .addHelpText(
      'after',
      help(
        ['strata local down'],
        ['0    it is stopped (also when it was not running)', '1    it could not be stopped'],
      ),
    )
    .action(async (options: Shared) => print(options, await down(options), downText));

  subcommand(local, 'status', 'Say whether it runs, where, and what it holds')
    .addHelpText(
      'after',
      help(
        ['strata local status', 'strata local status --json | jq .endpoint'],
        ['0    always; see "running"'],
      ),
    )
    .action(async (options: Shared) => print(options, await status(options), statusText));
  return local;
}

function subcommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--data-dir <folder>', 'where it keeps its files', defaultDataDir())
    .option('--json', 'print one JSON object');
}

function help(examples: readonly string[], exitCodes: readonly string[]): string {
  return [
    '',
    'Examples:',
    ...examples.map((line) => `  ${line}`),
    '',
    'Exit codes:',
    ...exitCodes.map((line) => `  ${line}`),
  ].join('\n');
}

function print<T>(options: Shared, result: T, text: (result: T) => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${text(result)}\n`);
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 (any free one) to 65535.');
}
