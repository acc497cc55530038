import type { FilterRule } from '@aws-sdk/client-datasync';
import { InvalidRequestException } from './errors';

/** Does a path relative to the location's root (no leading slash) take part in a transfer? */
export type PathFilter = (path: string) => boolean;

/**
 * Splits a filter string at each `|` that is not escaped; `\` escapes `*`, `|` and `\`.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/filtering.html (Special characters).
 */
export function splitPatterns(filter: string): string[] {
  return (
    filter
      .match(/(?:\\.|[^|\\]|\\$)+/gs)
      ?.map((pattern) => pattern.trim())
      .filter(Boolean) ?? []
  );
}

/**
 * One pattern as a regular expression over `/path`. `*` stands for any characters, slashes too; a pattern that
 * matches a folder matches all below it, and a trailing slash changes nothing. Case counts.
 */
export function patternExpression(pattern: string): RegExp {
  const body = pattern.replace(/(?<!\\)\/+$/, '');
  const source = body.replace(/\\(.)|[\s\S]/g, (token: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escapeRegExp(escaped);
    return token === '*' ? '.*' : escapeRegExp(token);
  });
  return new RegExp(`^${source}(?:/.*)?$`, 's');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Which paths the include filter names (all, without one) and which the exclude filter takes away. */
export interface TaskFilters {
  readonly included: PathFilter;
  readonly excluded: PathFilter;
  /** Included and not excluded: exclusion wins. */
  readonly selected: PathFilter;
}

/** Builds the filters of a task or an execution. */
export function taskFilters(includes: readonly FilterRule[], excludes: readonly FilterRule[]): TaskFilters {
  const expressions = (rules: readonly FilterRule[]) =>
    rules.flatMap((rule) => splitPatterns(rule.Value ?? '')).map(patternExpression);
  const included = expressions(includes);
  const excluded = expressions(excludes);
  const any = (list: readonly RegExp[], path: string) =>
    list.some((expression) => expression.test(`/${path}`));
  const isIncluded = (path: string) => included.length === 0 || any(included, path);
  const isExcluded = (path: string) => any(excluded, path);
  return {
    included: isIncluded,
    excluded: isExcluded,
    selected: (path) => isIncluded(path) && !isExcluded(path),
  };
}

/**
 * Checks filter rules as they come in a request.
 * @throws InvalidRequestException more than one rule, another type, a pattern too long, or a `*` that an include
 * filter cannot have ("only as the rightmost character in a pattern").
 */
export function checkFilterRules(rules: readonly FilterRule[], member: 'includes' | 'excludes'): void {
  if (rules.length > 1) throw new InvalidRequestException(`Only one filter rule is allowed in ${member}.`);
  for (const rule of rules) {
    if (rule.FilterType !== undefined && rule.FilterType !== 'SIMPLE_PATTERN') {
      throw new InvalidRequestException(
        `Invalid filter type '${String(rule.FilterType)}': use SIMPLE_PATTERN.`,
      );
    }
    if ((rule.Value ?? '').length > 102_400) {
      throw new InvalidRequestException(`The filter in ${member} is longer than 102400 characters.`);
    }
    if (member === 'excludes') continue;
    for (const pattern of splitPatterns(rule.Value ?? '')) {
      if (/(?<!\\)\*./s.test(pattern)) {
        throw new InvalidRequestException(
          `Invalid include pattern '${pattern}': the wildcard * is supported only as the rightmost character.`,
        );
      }
    }
  }
}
