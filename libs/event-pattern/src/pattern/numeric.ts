import { InvalidEventPattern } from './invalid-pattern';

/** EventBridge compares numbers between these bounds only. */
const LIMIT = 5_000_000_000;

const COMPARE: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
  '=': (value, operand) => value === operand,
};

/**
 * Compiles `{"numeric": [">", 0, "<=", 5]}`: one comparison, or a range of a lower and an upper bound.
 * @throws InvalidEventPattern for anything else.
 */
export function compileNumeric(operand: unknown, path: readonly string[]): (value: unknown) => boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidEventPattern('Value of numeric must be an array of one or two comparisons', path);
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const [operator, limit] = [operand[index] as unknown, operand[index + 1] as unknown];
    const compare = typeof operator === 'string' ? COMPARE[operator] : undefined;
    if (!compare)
      throw new InvalidEventPattern(`Unrecognized numeric range operator: ${String(operator)}`, path);
    if (typeof limit !== 'number' || Math.abs(limit) > LIMIT) {
      throw new InvalidEventPattern(`Value of ${String(operator)} must be numeric, -5e9 to 5e9`, path);
    }
    tests.push((value) => compare(value, limit));
  }
  if (operand.length === 4) checkRange(operand, path);
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function checkRange([first, low, second, high]: readonly unknown[], path: readonly string[]): void {
  if (!String(first).startsWith('>') || !String(second).startsWith('<')) {
    throw new InvalidEventPattern(
      'Bad numeric range operator: a range is a lower, then an upper bound',
      path,
    );
  }
  if ((low as number) >= (high as number))
    throw new InvalidEventPattern('Bottom must be less than top', path);
}
