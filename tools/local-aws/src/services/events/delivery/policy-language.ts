/** The part of IAM's policy language that is evaluated here: allow and deny, wildcards, service principals. */
export interface Policy {
  readonly Statement?: readonly Statement[];
}

/** One statement of a {@link Policy}. */
export interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What is asked for. */
export interface Question {
  readonly action: string;
  /** Service principal; undefined in the policies of a role. */
  readonly principal?: string;
  /** ARN; undefined in a trust policy. */
  readonly resource?: string;
}

/**
 * Whether a policy allows an action: a statement that applies does, and none denies.
 *
 * @param isMet judges a statement's condition. @default every condition is met
 */
export function allows(
  { Statement = [] }: Policy,
  { action, principal, resource }: Question,
  isMet: (condition: NonNullable<Statement['Condition']>) => boolean = () => true,
): boolean {
  const applying = listOf(Statement).filter(
    (statement) =>
      listOf(statement.Action).some((pattern) => matches(pattern, action, true)) &&
      (resource === undefined || listOf(statement.Resource).some((pattern) => matches(pattern, resource))) &&
      (principal === undefined || isPrincipal(statement.Principal, principal)) &&
      isMet(statement.Condition ?? {}),
  );
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function isPrincipal(stated: Statement['Principal'], principal: string): boolean {
  return stated === '*' || (typeof stated === 'object' && listOf(stated.Service).includes(principal));
}

/** Whether a text is of a pattern with `*` and `?`. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(text);
}

/** IAM lets one value stand for a list of one. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
