import ipaddr from 'ipaddr.js';
import { InvalidEventPattern } from './invalid-pattern';
import { compileNumeric } from './numeric';
import { compileWildcard } from './wildcard';

/** Does a scalar of an event (string, number, boolean, null) match? */
export type ScalarTest = (value: unknown) => boolean;

type Path = readonly string[];

/**
 * Compiles one content filter, e.g. `{"prefix": "arn:"}`; `exists` is not among them, as it asks about absence.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compileOperator(name: string, operand: unknown, path: Path): ScalarTest {
  switch (name) {
    case 'prefix':
      return compileAffix(operand, name, (value, affix) => value.startsWith(affix), path);
    case 'suffix':
      return compileAffix(operand, name, (value, affix) => value.endsWith(affix), path);
    case 'equals-ignore-case':
      return onText(sameIgnoringCase(text(operand, name, path)));
    case 'wildcard':
      return onText(compileWildcard(text(operand, name, path), path));
    case 'numeric':
      return compileNumeric(operand, path);
    case 'cidr':
      return compileCidr(text(operand, name, path), path);
    case 'anything-but':
      return compileAnythingBut(operand, path);
    default:
      throw new InvalidEventPattern(`Unrecognized match type ${name}`, path);
  }
}

function compileAffix(
  operand: unknown,
  name: string,
  test: (value: string, affix: string) => boolean,
  path: Path,
): ScalarTest {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [[inner, affix] = [], ...more] = Object.entries(operand);
    if (inner !== 'equals-ignore-case' || more.length > 0) {
      throw new InvalidEventPattern(`${name} takes a string or equals-ignore-case`, path);
    }
    const folded = text(affix, inner, path).toLowerCase();
    return onText((value) => test(value.toLowerCase(), folded));
  }
  const affix = text(operand, name, path);
  return onText((value) => test(value, affix));
}

function compileCidr(cidr: string, path: Path): ScalarTest {
  if (!ipaddr.isValidCIDR(cidr))
    throw new InvalidEventPattern(`Malformed CIDR, one '/' required: ${cidr}`, path);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return onText((value) => {
    if (!ipaddr.isValid(value)) return false;
    const address = ipaddr.parse(value);
    return address.kind() === network.kind() && address.match(network, bits);
  });
}

/** `anything-but` a value, a list of values, or what prefix, suffix, equals-ignore-case or wildcard match. */
function compileAnythingBut(operand: unknown, path: Path): ScalarTest {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [[name = '', inner] = [], ...more] = Object.entries(operand);
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name) || more.length > 0) {
      throw new InvalidEventPattern(`Unsupported anything-but pattern: ${name}`, path);
    }
    const tests = list(inner, 'anything-but', path).map((item) => compileOperator(name, item, path));
    return (value) => !tests.some((test) => test(value));
  }
  const values = list(operand, 'anything-but', path);
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw new InvalidEventPattern('Inside anything but list, start|null|boolean is not supported', path);
  }
  return (value) => !(values as unknown[]).includes(value);
}

function list(operand: unknown, name: string, path: Path): unknown[] {
  const items: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (items.length === 0) throw new InvalidEventPattern(`Empty arrays are not allowed in ${name}`, path);
  return items;
}

function text(operand: unknown, name: string, path: Path): string {
  if (typeof operand !== 'string')
    throw new InvalidEventPattern(`${name} match pattern must be a string`, path);
  return operand;
}

function onText(test: (value: string) => boolean): ScalarTest {
  return (value) => typeof value === 'string' && test(value);
}

function sameIgnoringCase(expected: string): (value: string) => boolean {
  const folded = expected.toLowerCase();
  return (value) => value.toLowerCase() === folded;
}
