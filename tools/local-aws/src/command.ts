import { createOutput } from '@strata/cli-kit';
import { Command, InvalidArgumentError, Option } from 'commander';
import { down } from './daemon/down';
import { status } from './daemon/status';
import { up } from './daemon/up';
import { DEFAULT_PORT } from './defaults';
import { NotRunningError } from './errors';
import { faultCommand } from './fault-command';
import { namedFaults } from './fault-names';
import { downText, statusText, upText } from './report';
import { setDataSyncFault } from './services/datasync/faults';
import { type Shared, subcommand } from './subcommand';
import { setUnkind, unkindReport } from './unkind/client';
import { addUnkindFlags, settingOf, type UnkindFlags } from './unkind/flags';
import { unkindText } from './unkind/text';

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
    .addCommand(statusCommand())
    .addCommand(unkindCommand())
    .addCommand(faultCommand());
}

function upCommand({ onUp }: LocalCommandHooks): Command {
  const command = subcommand('up', 'start it and wait until it is ready; one that already runs stays', {
    examples: [
      ['strata local up', `at http://127.0.0.1:${DEFAULT_PORT}`],
      ['strata local up --port 0 --json', 'on any free port, told as JSON'],
      ['strata local up --throttle --latency 40', 'as slow and as strict as AWS'],
      ['strata local up --fault-rate 0.2 --seed 7 --fault-services ec2,ebs', 'one call in five goes wrong'],
      ['strata local up --fault datasync:no-route', 'the next transfer fails: see strata local fault'],
    ],
    exitCodes: [0, 1, 2],
  })
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', parsePort, DEFAULT_PORT)
    .option('--fault <list>', 'what the next operation of a service has: datasync:<kind>, …');
  return addUnkindFlags(command).action(
    async ({
      dataDir,
      port,
      json,
      fault,
      ...flags
    }: Shared & UnkindFlags & { port: number; fault?: string }) => {
      const output = createOutput({ json });
      const unkind = settingOf(flags);
      const faults = namedFaults(fault);
      const started = await up({ dataDir, port, log: (message) => output.note(message) });
      await onUp?.(started.endpoint);
      for (const each of faults) await setDataSyncFault(started.endpoint, each);
      // Last, so that it hits none of our own calls and the user's calls are counted from 1.
      if (unkind) await setUnkind(started.endpoint, unkind);
      const result = { ...started, ...(unkind && { unkind }) };
      output.result(result, () => upText(result));
    },
  );
}

function unkindCommand(): Command {
  const command = subcommand('unkind', 'show, or replace, how unkind the running one is', {
    examples: [
      ['strata local unkind', 'what it does, and what it has done to each API'],
      ['strata local unkind --throttle --latency 40', 'exactly this from now on; counters start anew'],
      [
        'strata local unkind --fault-rate 1 --faults reset-after --fault-services ec2:CreateSnapshots',
        'all done, never heard',
      ],
      [
        'strata local unkind --fault-rate 1 --faults expired-credentials --after 20 --fault-services s3',
        'a session that ends in mid-run',
      ],
      ['strata local unkind --off', 'kind again'],
    ],
    exitCodes: [0, 2],
  }).addOption(
    new Option('--off', 'make it kind').conflicts([
      'throttle',
      'latency',
      'faultRate',
      'seed',
      'faults',
      'after',
      'faultServices',
    ]),
  );
  return addUnkindFlags(command).action(
    async ({ dataDir, json, off, ...flags }: Shared & UnkindFlags & { off?: boolean }) => {
      const unkind = off ? {} : settingOf(flags);
      const running = await status({ dataDir });
      if (!running.running) throw new NotRunningError(running.dataDir);
      const { endpoint } = running;
      const report = await (unkind ? setUnkind(endpoint, unkind) : unkindReport(endpoint));
      createOutput({ json }).result(report, () => unkindText(report));
    },
  );
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

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('A port is a whole number from 0 (any free one) to 65535.');
}
