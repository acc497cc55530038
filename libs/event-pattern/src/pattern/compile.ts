import { InvalidEventPattern } from './invalid-pattern';
import type { ScalarTest } from './operators';
import { compileOperator } from './operators';

/** A compiled event pattern: does an event match? */
export type EventMatcher = (event: unknown) => boolean;

/** Does a field match, `undefined` standing for a field that is not there? */
type FieldTest = (value: unknown) => boolean;

/**
 * Compiles an event pattern. Fields of one object must all match, values in one list are alternatives.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param pattern JSON text, or what it parses to.
 * @throws InvalidEventPattern for everything that EventBridge refuses.
 */
export function compilePattern(pattern: unknown): EventMatcher {
  return compileObject(typeof pattern === 'string' ? parse(pattern) : pattern, []);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidEventPattern(`it is not JSON: ${(error as Error).message}`);
  }
}

function compileObject(pattern: unknown, path: readonly string[]): FieldTest {
  if (!isObject(pattern)) throw new InvalidEventPattern('Filter is not an object', path);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidEventPattern('Empty objects are not allowed', path);
  const tests = entries.map(([name, value]): ((fields: Readonly<Record<string, unknown>>) => boolean) => {
    if (name === '$or') {
      const alternatives = compileOr(value, path);
      return (fields) => alternatives.some((test) => test(fields));
    }
    const test = compileField(value, [...path, name]);
    return (fields) => test(Object.hasOwn(fields, name) ? fields[name] : undefined);
  });
  return (value) => candidates(value).some((fields) => tests.every((test) => test(fields)));
}

/**
 * What a nested pattern is held against: an object; each object of a list, so that conditions on one element hold
 * together; or nothing, against which only `exists: false` matches.
 */
function candidates(value: unknown): Readonly<Record<string, unknown>>[] {
  const objects = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isObject);
  return objects.length > 0 ? objects : [{}];
}

function compileOr(value: unknown, path: readonly string[]): FieldTest[] {
  if (!Array.isArray(value) || value.length < 2) {
    throw new InvalidEventPattern('$or must be a list of at least two patterns', [...path, '$or']);
  }
  return value.map((alternative) => compileObject(alternative, [...path, '$or']));
}

function compileField(value: unknown, path: readonly string[]): FieldTest {
  if (!Array.isArray(value)) {
    if (isObject(value)) return compileObject(value, path);
    throw new InvalidEventPattern('Match value must be an array', path);
  }
  if (value.length === 0) throw new InvalidEventPattern('Empty arrays are not allowed', path);
  const tests = value.map((item: unknown) => compileItem(item, path));
  return (field) => {
    const found = scalars(field);
    return tests.some((test) => test(found));
  };
}

/** Leaf values of a field: lists are searched, objects have none, an empty list is as good as no field. */
function scalars(field: unknown): unknown[] {
  if (field === undefined || isObject(field)) return [];
  return Array.isArray(field) ? field.flatMap(scalars) : [field];
}

function compileItem(item: unknown, path: readonly string[]): (found: readonly unknown[]) => boolean {
  if (Array.isArray(item)) throw new InvalidEventPattern('Match value must be a scalar or an object', path);
  if (!isObject(item)) return (found) => found.includes(item);
  const [[name = '', operand] = [], ...more] = Object.entries(item);
  if (name === '' || more.length > 0) {
    throw new InvalidEventPattern('Only one key allowed in match expression', path);
  }
  if (name === 'exists') {
    if (typeof operand !== 'boolean')
      throw new InvalidEventPattern('exists match pattern must be true or false', path);
    return (found) => found.length > 0 === operand;
  }
  const test: ScalarTest = compileOperator(name, operand, path);
  return (found) => found.some(test);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
