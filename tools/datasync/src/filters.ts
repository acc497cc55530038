/** Whether a path, relative to the location's root and without a slash at either end, takes part in a transfer. */
export type PathFilter = (path: string) => boolean;

/** The filters of a task or an execution, as functions. */
export interface Filters {
  /** Included and not excluded: exclusion wins. A folder that is left out leaves out all below it. */
  readonly selects: PathFilter;
  /** Whether something below this folder could be selected, so that it must be walked. */
  readonly entersFolder: PathFilter;
}

/** Longest filter, characters: the patterns and the `|` between them (API_FilterRule). */
export const FILTER_MAX_CHARACTERS = 102_400;

/**
 * The patterns of a filter string: parted at each `|` that has no `\` before it.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/filtering.html
 */
export function patternsOf(filter: string): string[] {
  const patterns = filter.match(/(?:\\[\s\S]|[^|\\]|\\$)+/g) ?? [];
  return patterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '');
}

/** Builds the filters of a run. No include patterns include all. */
export function filtersOf(includes: readonly string[], excludes: readonly string[]): Filters {
  const included = includes.map(expressionOf);
  const excluded = excludes.map(expressionOf);
  const prefixes = includes.map(literalPrefix);
  const any = (expressions: readonly RegExp[], path: string): boolean =>
    expressions.some((expression) => expression.test(`/${path}`));
  const isExcluded = (path: string): boolean => any(excluded, path);
  const isIncluded = (path: string): boolean => included.length === 0 || any(included, path);
  return {
    selects: (path) => isIncluded(path) && !isExcluded(path),
    entersFolder: (path) =>
      !isExcluded(path) && (isIncluded(path) || prefixes.some((prefix) => prefix.startsWith(`/${path}/`))),
  };
}

/** What is wrong with patterns of a filter, in words; empty when DataSync takes them. */
export function patternFaults(kind: 'include' | 'exclude', patterns: readonly string[]): string[] {
  const faults: string[] = [];
  for (const pattern of patterns) {
    if (!/^[/*]/.test(pattern)) {
      faults.push(`--${kind} ${pattern || "''"}: a pattern starts with / (the source's root) or with *`);
    }
    if (kind === 'include' && /(?<!\\)\*./s.test(pattern)) {
      faults.push(`--include ${pattern}: in an include pattern * may only come last`);
    }
  }
  if (patterns.join('|').length > FILTER_MAX_CHARACTERS) {
    faults.push(`--${kind}: all patterns together have more than ${FILTER_MAX_CHARACTERS} characters`);
  }
  return faults;
}

/**
 * A pattern as an expression over `/path`. `*` stands for any characters, slashes too; a pattern that matches a folder
 * matches all below it; a slash at the end changes nothing; case counts.
 */
function expressionOf(pattern: string): RegExp {
  const source = withoutSlash(pattern).replace(/\\([\s\S])|[\s\S]/g, (token, escaped?: string) => {
    if (escaped !== undefined) return literal(escaped);
    return token === '*' ? '.*' : literal(token);
  });
  return new RegExp(`^${source}(?:/.*)?$`, 's');
}

/** What every match of a pattern begins with. */
function literalPrefix(pattern: string): string {
  const [prefix = ''] = /^(?:\\[\s\S]|[^*\\])*/.exec(pattern) ?? [];
  return prefix.replace(/\\([\s\S])/g, '$1');
}

function withoutSlash(pattern: string): string {
  return pattern.replace(/(?<!\\)\/+$/, '');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
