import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@strata/cli-kit';
import type { Command } from 'commander';
import { createFilter, type Filter, type FilterRule } from './filter';

/** Options that choose among paths. */
export interface FilterOptions {
  /** Both options write here, so that their order is kept. */
  readonly exclude?: readonly FilterRule[];
  readonly ignoreFile?: string;
}

/** The ignore file of a source directory. */
export const IGNORE_FILE = '.strataignore';

/** Adds `--exclude`, `--include` and `--ignore-file`; each command needs its own, for their order is collected. */
export function withFilterOptions(command: Command): Command {
  const rules: FilterRule[] = [];
  const collect = (kind: FilterRule['kind']) => (pattern: string) => {
    if (pattern === '' || pattern === '/') {
      throw new UsageError({
        what: `--${kind} needs a pattern`,
        got: JSON.stringify(pattern),
        allowed: "such as '*.tmp'",
      });
    }
    rules.push({ kind, pattern });
    return rules;
  };
  return command
    .option(
      '--exclude <glob>',
      'leave out what matches; may be repeated, the last match counts',
      collect('exclude'),
    )
    .option('--include <glob>', 'take what matches though it is left out before', collect('include'))
    .option(
      '--ignore-file <path>',
      `patterns as in a .gitignore (default: ${IGNORE_FILE} of the source directory, where there is one)`,
    );
}

/**
 * The filter that is asked for.
 *
 * @param options as commander collected them; `include` holds the same rules as `exclude`
 * @param source the source directory; undefined for a bucket
 * @throws UsageError when the ignore file that was named cannot be read
 */
export async function filterOf(
  options: FilterOptions & { readonly include?: readonly FilterRule[] },
  source: string | undefined,
): Promise<Filter> {
  const rules = options.exclude ?? options.include ?? [];
  return createFilter({ rules, ignoreText: await ignoreText(options.ignoreFile, source) });
}

async function ignoreText(
  named: string | undefined,
  source: string | undefined,
): Promise<string | undefined> {
  const path = named ?? (source === undefined ? undefined : join(source, IGNORE_FILE));
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (named === undefined && isMissing) return undefined;
    throw new UsageError({
      what: 'The ignore file cannot be read, and without it too much would be synced',
      got: `${path} (${(error as Error).message})`,
      fix: 'Nothing was done.',
    });
  }
}
