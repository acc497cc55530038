import { createOutput, table } from '@strata/cli-kit';
import { Argument, type Command } from 'commander';
import { status } from './daemon/status';
import { NotRunningError } from './errors';
import {
  clearDataSyncFaults,
  DATASYNC_FAULT_KINDS,
  DATASYNC_FAULTS,
  type DataSyncFault,
  DataSyncFaultError,
  type DataSyncFaultReport,
  dataSyncFaults,
  setDataSyncFault,
} from './services/datasync/faults';
import { dataSyncFaultSetting } from './services/datasync/faults/setting';
import { type Shared, subcommand } from './subcommand';

/** What commander makes of the flags; numbers are text, so that one check can tell everything wrong at once. */
interface FaultFlags extends Shared {
  readonly task?: string;
  readonly times?: string;
  readonly path?: string;
  readonly bytesPerSecond?: string;
  readonly phaseMs?: string;
  readonly off?: boolean;
}

const FLAG_OF: Readonly<Record<keyof DataSyncFault, string>> = {
  kind: 'kind',
  task: '--task',
  times: '--times',
  path: '--path',
  bytesPerSecond: '--bytes-per-second',
  phaseMs: '--phase-ms',
};

/** `strata local fault`: the next operations of a service fail on purpose. */
export function faultCommand(): Command {
  return subcommand('fault', 'let the next transfers fail on purpose; without a kind, show what is set', {
    examples: [
      ['strata local fault datasync no-route', 'the next execution of any task cannot reach S3'],
      ['strata local fault datasync unreadable-file --path data/a.txt --times 3', 'three times'],
      ['strata local fault datasync slow --bytes-per-second 65536 --phase-ms 3000', 'something to watch'],
      ['strata local fault datasync', 'what is set, and for how many more'],
      ['strata local fault datasync --off', 'none of it any more'],
    ],
    exitCodes: [0, 2],
  })
    .addArgument(new Argument('<service>', 'whose operations').choices(['datasync']))
    .argument(
      '[kind]',
      `one of: ${DATASYNC_FAULT_KINDS.map((kind) => `${kind} (${DATASYNC_FAULTS[kind]})`).join('; ')}`,
    )
    .option('--task <arn>', 'of this task only (default: all)')
    .option('--times <number>', 'how many executions (default: 1)')
    .option('--path <path>', 'unreadable-file: which (default: the first by name)')
    .option('--bytes-per-second <number>', 'slow: over all files of an execution (default: 1048576)')
    .option('--phase-ms <number>', 'slow: what each phase takes longer (default: 1000)')
    .option('--off', 'take faults away: all, those of the kind, those of the task')
    .action(async (_service: string, kind: string | undefined, flags: FaultFlags) => {
      const change = changeOf(kind, flags);
      const running = await status({ dataDir: flags.dataDir });
      if (!running.running) throw new NotRunningError(running.dataDir);
      const report = await change(running.endpoint);
      createOutput({ json: flags.json }).result(report, () => faultText(report));
    });
}

/** What the arguments ask for, checked before anything is called. */
function changeOf(
  kind: string | undefined,
  { task, times, path, bytesPerSecond, phaseMs, off }: FaultFlags,
): (endpoint: string) => Promise<DataSyncFaultReport> {
  const details = {
    times: number(times),
    path,
    bytesPerSecond: number(bytesPerSecond),
    phaseMs: number(phaseMs),
  };
  const superfluous = Object.entries(details).filter(([, value]) => value !== undefined);
  if ((off || kind === undefined) && superfluous.length > 0) {
    throw new DataSyncFaultError(
      superfluous.map(
        ([name]) => `${FLAG_OF[name as keyof DataSyncFault]}: only with a kind, and not with --off`,
      ),
    );
  }
  if (kind === undefined && !off) return dataSyncFaults;
  const setting = dataSyncFaultSetting(
    { kind: kind ?? DATASYNC_FAULT_KINDS[0], task, ...details },
    (field) => FLAG_OF[field],
  );
  if (!off) return (endpoint) => setDataSyncFault(endpoint, setting);
  const which = { ...(kind !== undefined && { kind: setting.kind }), ...(task !== undefined && { task }) };
  return (endpoint) => clearDataSyncFaults(endpoint, which);
}

/** A text that is no number stays as it is, to be refused with what was typed. */
function number(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

/** What is set, in words. */
export function faultText({ faults }: DataSyncFaultReport): string {
  if (faults.length === 0) return 'no faults are set';
  return table(faults, [
    { title: 'fault', value: ({ kind }) => `datasync:${kind}` },
    { title: 'task', value: ({ task }) => task ?? 'all' },
    { title: 'had it', value: ({ times, left }) => times - left },
    { title: 'left', value: ({ left }) => left },
  ]);
}
