/** The part of IAM's policy language that is judged here. */
export interface Policy {
  readonly Statement?: Statement | readonly Statement[];
}

/** Who a statement is about: everyone, or service principals and accounts. */
export type Principals =
  string | { readonly Service?: string | readonly string[]; readonly AWS?: string | readonly string[] };

/** One statement of a {@link Policy}. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Condition;
}

/** Operator → key → values; all must hold, and of the values of one key any. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What is asked for. */
export interface Question {
  readonly action: string;
  /** Service principal; undefined in the policies of a role. */
  readonly principal?: string;
  /** ARN; undefined in a trust policy. */
  readonly resource?: string;
}

/** Whether a statement is about what is asked for, its condition left aside. */
export function isAbout(statement: Statement, { action, principal, resource }: Question): boolean {
  return (
    isNamed(statement.Action, statement.NotAction, (pattern) => matches(pattern, action, true)) &&
    (resource === undefined ||
      isNamed(statement.Resource, statement.NotResource, (pattern) => matches(pattern, resource))) &&
    (principal === undefined ||
      (statement.NotPrincipal === undefined
        ? isPrincipal(statement.Principal, principal)
        : !isPrincipal(statement.NotPrincipal, principal)))
  );
}

function isNamed(
  named: string | readonly string[] | undefined,
  excepted: string | readonly string[] | undefined,
  fits: (pattern: string) => boolean,
): boolean {
  return excepted === undefined ? listOf(named).some(fits) : !listOf(excepted).some(fits);
}

/**
 * `*` and `{"AWS": "*"}` are the same, and mean services too.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function isPrincipal(stated: Principals | undefined, principal: string): boolean {
  if (typeof stated !== 'object') return stated === '*';
  return listOf(stated.Service).includes(principal) || listOf(stated.AWS).includes('*');
}

/** Whether a text is of a pattern with `*` and `?`. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[\\s\\S]*')
    .replace(/\?/g, '[\\s\\S]');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(text);
}

/** IAM lets one value stand for a list of one. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
