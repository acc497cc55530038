import { UsageError } from '@strata/cli-kit';
import { type CommandLine, withEnvironmentOption } from '@strata/session';
import type { Command } from 'commander';
import type { VolumeSelection } from './model';
import type { Tag } from './model';

/** Options that every command of `snapshots` has. */
export interface CommonOptions extends CommandLine {
  readonly region?: string;
  readonly policy?: string;
}

/** Options that choose volumes. */
export interface SelectionOptions {
  readonly volume?: readonly string[];
  readonly instance?: readonly string[];
  readonly tag?: readonly Tag[];
}

/** Adds `--env`, `--policy`, `--region` and `--json`. */
export function withCommonOptions(command: Command): Command {
  return withEnvironmentOption(command)
    .option('--policy <name>', 'policy of the environment file (default: its only one)')
    .option('--region <region>', "AWS Region (default: the environment's)")
    .option('--json', 'print JSON');
}

/** Adds `--volume`, `--instance` and `--tag`. */
export function withSelectionOptions(command: Command): Command {
  return command
    .option('--volume <id...>', 'these volumes instead of those that the policy selects', volumeIds)
    .option('--instance <id...>', 'all volumes of these instances', instanceIds)
    .option('--tag <key=value...>', 'volumes that carry all these tags', tags);
}

/**
 * The volumes that are asked for; undefined where none are, so that the policy's own count.
 *
 * @throws UsageError when two ways are mixed
 */
export function selectionOf({ volume, instance, tag }: SelectionOptions): VolumeSelection | undefined {
  const given = [volume, instance, tag].filter((value) => value !== undefined);
  if (given.length > 1) {
    throw new UsageError({
      what: 'Volumes are chosen in one way at a time',
      allowed: '--volume, or --instance, or --tag',
    });
  }
  if (given.length === 0) return undefined;
  return { volumeIds: volume, instanceIds: instance, tags: tag };
}

/** Adds `--unsafe-lose-instance-store`. */
export function withInstanceStoreOption(command: Command): Command {
  return command.option(
    '--unsafe-lose-instance-store',
    'stopped: stop instances though what is on their instance store volumes is lost; needs --volume, --instance or --tag',
  );
}

/**
 * Whether data on instance stores may be lost; undefined where the policy decides.
 *
 * @throws UsageError without a scope
 */
export function loseInstanceStoreOf(
  unsafeLoseInstanceStore: boolean | undefined,
  selection: VolumeSelection | undefined,
): boolean | undefined {
  if (unsafeLoseInstanceStore && selection === undefined) {
    throw new UsageError({
      what: '--unsafe-lose-instance-store needs a scope',
      allowed: 'together with --volume, --instance or --tag',
    });
  }
  return unsafeLoseInstanceStore;
}

/** Reads one more volume id, as an option's parser. @throws UsageError */
export const volumeIds = collected(
  ofForm(/^vol-([0-9a-f]{8}|[0-9a-f]{17})$/, 'volume', 'vol-0123456789abcdef0'),
);
const instanceIds = collected(ofForm(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, 'instance', 'i-0123456789abcdef0'));
const tags = collected(tagOf);

/** Checks the form of a snapshot id. @throws UsageError */
export const snapshotId = ofForm(/^snap-([0-9a-f]{8}|[0-9a-f]{17})$/, 'snapshot', 'snap-0123456789abcdef0');

function collected<T>(read: (text: string) => T): (text: string, before: readonly T[] | undefined) => T[] {
  return (text, before = []) => {
    const value = read(text);
    const known = before.some((other) => JSON.stringify(other) === JSON.stringify(value));
    return known ? [...before] : [...before, value];
  };
}

function ofForm(form: RegExp, noun: string, example: string): (text: string) => string {
  return (text) => {
    if (form.test(text)) return text;
    throw new UsageError({
      what: `This is no id of ${anA(noun)}`,
      got: text,
      allowed: `ids such as ${example}`,
    });
  };
}

function anA(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Reads `key=value`. @throws UsageError */
export function tagOf(text: string): Tag {
  const at = text.indexOf('=');
  if (at > 0) return { key: text.slice(0, at), value: text.slice(at + 1) };
  throw new UsageError({ what: 'A tag needs a key and a value', got: text, allowed: '--tag Backup=daily' });
}
