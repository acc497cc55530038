import { UsageError } from '@strata/cli-kit';
import { Option } from 'commander';
import type { DeletionCaps } from './deletion-caps';

/** `--max-delete`, which may be given as a count, as a share, and as both. @param whose what it caps, in words */
export function maxDeleteOption(whose: string): Option {
  return new Option(
    '--max-delete <n|n%>',
    `most that ${whose}, by count or by share; may be given as both (default: 1000 and 10%)`,
  ).argParser(maxDelete);
}

/**
 * Reads `1000` or `10%` and adds it to the cap that was given before: once one is given, only those given count.
 *
 * @throws UsageError
 */
export function maxDelete(text: string, before?: DeletionCaps): DeletionCaps {
  const match = /^(\d{1,12})\s*(%?)$/.exec(text.trim());
  const value = Number(match?.[1]);
  if (!match || (match[2] && value > 100)) {
    throw new UsageError({
      what: '--max-delete is neither a count nor a share',
      got: JSON.stringify(text),
      allowed: 'a whole number such as 500, or 0% to 100%',
    });
  }
  const known = before ?? { count: undefined, percent: undefined };
  return match[2] ? { ...known, percent: value } : { ...known, count: value };
}
