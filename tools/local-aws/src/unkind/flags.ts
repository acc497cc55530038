import { Option, type Command } from 'commander';
import { unkindSetting, type UnkindOptions, type UnkindSetting } from './setting';

/** What commander makes of the flags; all are text, so that one check can tell all faults at once. */
export interface UnkindFlags {
  readonly throttle?: boolean;
  readonly latency?: string;
  readonly faultRate?: string;
  readonly seed?: string;
  readonly faultServices?: string;
  readonly faults?: string;
  readonly after?: string;
}

const FLAG_OF: Readonly<Record<keyof UnkindOptions, string>> = {
  throttle: '--throttle',
  latencyMs: '--latency',
  faultRate: '--fault-rate',
  seed: '--seed',
  services: '--fault-services',
  faults: '--faults',
  after: '--after',
  limits: 'limits',
};

/** Adds the flags that make a local AWS unkind. */
export function addUnkindFlags(command: Command): Command {
  const flags: readonly (readonly [flags: string, meaning: string])[] = [
    ['--throttle', "apply AWS's published token buckets, by API and Region"],
    ['--latency <ms>', 'answer no earlier than this after each request'],
    ['--fault-rate <p>', 'give calls a fault with this probability, 0 to 1: see --faults'],
    ['--seed <number>', 'decides which calls get which fault (default: 1)'],
    [
      '--faults <list>',
      'kinds of fault: throttle, error-before, error-after, reset-before, reset-after the write (default: all these), reset-mid-body, expired-credentials',
    ],
    ['--after <calls>', 'serve so many calls without a fault first (default: 0)'],
    [
      '--fault-services <list>',
      'do all of this to these services or APIs only, e.g. ec2,ebs:ListSnapshotBlocks',
    ],
  ];
  for (const [name, meaning] of flags) command.addOption(new Option(name, meaning));
  return command;
}

/**
 * The setting that flags ask for, or undefined when none is given.
 *
 * @throws UnkindSettingError (2) that lists every fault by its flag
 */
export function settingOf(flags: UnkindFlags): UnkindSetting | undefined {
  const { throttle, latency, faultRate, seed, faultServices, faults, after } = flags;
  const options = {
    throttle,
    latencyMs: number(latency),
    faultRate: number(faultRate),
    seed: number(seed),
    services: list(faultServices),
    faults: list(faults),
    after: number(after),
  };
  if (Object.values(options).every((value) => value === undefined)) return undefined;
  return unkindSetting(options, (field) => FLAG_OF[field]);
}

/** A text that is no number stays as it is, to be refused with what was typed. */
function number(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}
