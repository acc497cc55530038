import type { z } from 'zod';
import { closest } from './closest';
import { formatPath, type Path } from './path';
import { schemaAt } from './schema/json-schema';

/** What one schema fault means for the rest of the validation. */
export interface SchemaFault {
  /** Where it is reported. */
  readonly path: Path;
  /** The value got, what is allowed, the fix. */
  readonly message: string;
  /** A wrong value, a setting that must be stated and is not, or a key that is no setting. */
  readonly kind: 'value' | 'missing' | 'unknown-key';
  /** For an unknown key: the setting probably meant, whose value is then not known. */
  readonly meant?: Path;
}

/** The issues of `environmentSchema.safeParse(…, { reportInput: true })` in the words of our errors. */
export function schemaFaults(issues: readonly z.core.$ZodIssue[]): SchemaFault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as (string | number)[];
    if (issue.code === 'invalid_union') {
      const inner = ofTheFormMeant(issue).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
      if (inner.length > 0) return schemaFaults(inner);
    }
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(path, key))
      : [{ path, message: messageOf(issue, path), kind: issue.input === undefined ? 'missing' : 'value' }];
  });
}

/** The issues of the one form of a setting that fits so far that only its parts are wrong; none when no form does. */
function ofTheFormMeant({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  return errors.find((issues) => issues.every((issue) => issue.path.length > 0)) ?? [];
}

/** Settings that there were once, and where each now stands. */
const MOVED: Readonly<Record<string, string>> = {
  'backup.snapshots.schedule': 'schedule',
  'backup.snapshots.keepLast': 'keep.last',
  'backup.snapshots.tag': 'tag',
  'backup.snapshots.expectedDurationMinutes': 'expectedDurationMinutes',
};

function unknownKey(parent: Path, key: string): SchemaFault {
  const moved = MOVED[formatPath([...parent, key])];
  if (moved !== undefined) {
    const message = `is now stated per policy; move it to ${formatPath(parent)}.policies[0].${moved} (and name the policy, such as default)`;
    return { path: [...parent, key], message, kind: 'unknown-key' };
  }
  const allowed = Object.keys(schemaAt(parent)?.properties ?? {});
  const meant = closest(key, allowed);
  const fix =
    meant === undefined ? `remove it (allowed here: ${allowed.join(', ')})` : `did you mean ${meant}?`;
  return {
    path: [...parent, key],
    message: `is not a setting; ${fix}`,
    kind: 'unknown-key',
    ...(meant === undefined ? {} : { meant: [...parent, meant] }),
  };
}

function messageOf(issue: z.core.$ZodIssue, path: Path): string {
  const got = showValue(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return `is missing; ${whatToState(path)}`;
      return `${got} is not ${nameOfType(issue.expected)}; ${whatToState(path)}`;
    case 'invalid_value':
      return notAllowed(issue, path, got);
    case 'too_small':
      return tooSmall(issue, got);
    case 'too_big':
      return tooBig(issue, got);
    case 'invalid_key':
      return `${JSON.stringify(path.at(-1))} ${issue.issues.map(({ message }) => message).join('; ')}`;
    default:
      // Formats and refinements carry the end of the sentence themselves: see schema/scalars.ts.
      return `${got} ${issue.message}`;
  }
}

function notAllowed(issue: z.core.$ZodIssueInvalidValue, path: Path, got: string): string {
  const allowed = issue.values.map(String);
  if (issue.input === undefined) return `is missing; ${whatToState(path)} (${allowed.join(', ')})`;
  const meant = typeof issue.input === 'string' ? closest(issue.input, allowed) : undefined;
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `${got} is not allowed; set one of ${allowed.join(', ')}${hint}`;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, got: string): string {
  const { origin, minimum } = issue;
  if (origin === 'array') return `${got} has too few entries; list ${minimum} or more`;
  if (origin === 'string') return `${got} is too short; write ${minimum} characters or more`;
  return issue.inclusive === false
    ? `${got} is not above ${minimum}; set more than ${minimum}`
    : `${got} is less than ${minimum}; set ${minimum} or more`;
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig, got: string): string {
  if (origin === 'array') return `${got} has too many entries; list ${maximum} or fewer`;
  if (origin === 'string') return `${got} is too long; write ${maximum} characters or fewer`;
  return `${got} is more than ${maximum}; set ${maximum} or less`;
}

function nameOfType(expected: string): string {
  const names: Record<string, string> = {
    int: 'a whole number',
    number: 'a number',
    string: 'text',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of settings',
    record: 'a group of settings',
  };
  return names[expected] ?? expected;
}

function whatToState(path: Path): string {
  const description = schemaAt(path)?.description;
  return description === undefined
    ? `state ${formatPath(path.slice(-1))}`
    : `state it: ${description.replace(/\.$/, '')}`;
}

/** A value as it is shown in a message: JSON, cut when long. */
export function showValue(value: unknown): string {
  if (value === null) return 'an empty value';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
