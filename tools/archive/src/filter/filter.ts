import ignore from 'ignore';
import picomatch from 'picomatch';

/** One `--include` or `--exclude`. */
export interface FilterRule {
  readonly kind: 'include' | 'exclude';
  readonly pattern: string;
}

/** What chooses among paths. */
export interface FilterInput {
  /** In the order of the command line. */
  readonly rules?: readonly FilterRule[];
  /** Text of a file in the form of a .gitignore. */
  readonly ignoreText?: string | undefined;
}

/** Which paths are part of a sync. */
export interface Filter {
  /** @param path relative, `/` between parts */
  isIncluded(path: string): boolean;
  /** Whether nothing below a directory can be included. @param path with a slash at its end */
  isPruned(path: string): boolean;
}

/**
 * A filter: everything is included but what the ignore file names and what a rule excludes; of all rules that match a
 * path the last one counts, and a rule counts more than the ignore file (as with `aws s3 sync`, whose last filter
 * counts).
 *
 * Patterns are globs: `*` stays within a name, `**` crosses slashes. One without a slash (`*.tmp`) matches names at any
 * depth, one with a slash (`reports/*.csv`, `/top`) the path from the root. One that matches a directory matches all
 * below it; with a slash at its end (`cache/`) it matches only directories.
 */
export function createFilter({ rules = [], ignoreText }: FilterInput = {}): Filter {
  const matchers = rules.map(({ kind, pattern }) => ({ kind, matches: matcherOf(pattern) }));
  const ignored =
    ignoreText === undefined ? undefined : ignore({ allowRelativePaths: false }).add(ignoreText);
  const hasIncludes = rules.some(({ kind }) => kind === 'include');
  const isIgnored = (path: string) => ignored !== undefined && isRelative(path) && ignored.ignores(path);
  return {
    isIncluded(path) {
      for (let at = matchers.length - 1; at >= 0; at -= 1) {
        const rule = matchers[at];
        if (rule?.matches(path)) return rule.kind === 'include';
      }
      return !isIgnored(path);
    },
    isPruned(path) {
      if (hasIncludes) return false;
      return isIgnored(path) || matchers.some(({ matches }) => matches(path));
    },
  };
}

/** The library takes no paths that leave the tree or begin with a slash; keys may do so. */
function isRelative(path: string): boolean {
  return ignore.isPathValid(path);
}

function matcherOf(pattern: string): (path: string) => boolean {
  const bare = pattern.replace(/^\//, '').replace(/\/+$/, '');
  const isForDirectories = pattern.endsWith('/');
  const isAnchored = pattern.startsWith('/') || bare.includes('/');
  const matches = picomatch(bare, { dot: true, nonegate: true });
  return (path) => {
    // The path itself and each directory above it, from the root down.
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (isMatch(path.slice(0, end))) return true;
    }
    return !isForDirectories && !path.endsWith('/') && isMatch(path);
  };

  function isMatch(path: string): boolean {
    return path !== '' && matches(isAnchored ? path : path.slice(path.lastIndexOf('/') + 1));
  }
}
