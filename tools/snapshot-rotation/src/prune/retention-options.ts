import { UsageError } from '@strata/cli-kit';
import { describePolicy, parseTagPatterns, type RemovalCaps, type RetentionPolicy } from '@strata/retention';
import { type Command, Option } from 'commander';

/** Options that state rules in place of the policy's; names and meanings are those of `restic forget`. */
export interface RetentionOptions {
  readonly keepLast?: number;
  readonly keepHourly?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
  readonly keepYearly?: number;
  readonly keepWithin?: string;
  readonly keepWithinHourly?: string;
  readonly keepWithinDaily?: string;
  readonly keepWithinWeekly?: string;
  readonly keepWithinMonthly?: string;
  readonly keepWithinYearly?: string;
  readonly keepTag?: readonly string[];
  readonly maxRemove?: Partial<RemovalCaps>;
}

/** Calendar rules by name, and what they count. */
const BUCKETS = [
  ['hourly', 'hours'],
  ['daily', 'days'],
  ['weekly', 'ISO weeks'],
  ['monthly', 'months'],
  ['yearly', 'years'],
] as const;

/** Adds `--keep-last`, `--keep-hourly` …, `--keep-within` …, `--keep-tag` and `--max-remove`. */
export function withRetentionOptions(command: Command): Command {
  const keep = (name: string, what: string) =>
    command.addOption(new Option(`--keep-${name}`, what).argParser(wholeNumber(`--keep-${name}`)));
  keep('last <n>', "keep the newest n (-1: all); any --keep-… replaces all of the policy's rules");
  for (const [rule, units] of BUCKETS) keep(`${rule} <n>`, `keep the newest of each of the last n ${units}`);
  command.option('--keep-within <duration>', 'keep all within this time of the newest, such as 1y2m3d3h');
  for (const [rule] of BUCKETS) {
    command.option(`--keep-within-${rule} <duration>`, `keep ${rule} ones within this time`);
  }
  return command
    .option('--keep-tag <key=value,…>', 'keep those that have all these tags; may be given again', several)
    .option('--max-remove <n|n%>', 'most that may go, by count or by share; may be given as both', maxRemove);
}

/**
 * The rules that are asked for; undefined when none is, so that the policy's own hold.
 *
 * @throws InvalidPolicyError, InvalidTagPatternError
 */
export function retentionOf(options: RetentionOptions): RetentionPolicy | undefined {
  const { keepTag } = options;
  const rules = Object.entries(options).filter(([name]) => name.startsWith('keep') && name !== 'keepTag');
  if (rules.length === 0 && keepTag === undefined) return undefined;
  const policy = {
    ...Object.fromEntries(rules),
    ...(keepTag ? { keepTags: keepTag.map(parseTagPatterns) } : {}),
  };
  // Read now, so that a typing error ends the command before anything is asked of AWS.
  describePolicy(policy);
  return policy;
}

/**
 * Reads `20` or `35%` and adds it to the cap that was given before.
 *
 * @throws UsageError
 */
export function maxRemove(text: string, before: Partial<RemovalCaps> = {}): Partial<RemovalCaps> {
  const [, digits = '', percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits !== '' && percent === '%' && number <= 100) return { ...before, percent: number };
  if (digits !== '' && percent === '' && Number.isSafeInteger(number)) return { ...before, count: number };
  throw new UsageError({
    what: '--max-remove is neither a count nor a share',
    got: text,
    allowed: 'a whole number such as 100, or 0% to 100%',
  });
}

function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (/^(-1|\d{1,15})$/.test(text.trim())) return Number(text);
    const [name = option] = option.split(' ');
    throw new UsageError({
      what: `${name} is no number of snapshots`,
      got: text,
      allowed: 'a whole number from 0 up, or -1 for all',
    });
  };
}

function several(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
