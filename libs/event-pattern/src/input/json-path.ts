/**
 * Evaluates the JSONPath subset of EventBridge: `$`, `.name` (dashes, underscores, slashes allowed), `['name']`,
 * `[index]`, and `[*]` or `.*`, after which the result is a list.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * @returns `undefined` when nothing is there.
 * @throws RangeError when the path is not of that form.
 */
export function evaluatePath(path: string, root: unknown): unknown {
  let values: unknown[] = [root];
  let isList = false;
  for (const step of parsePath(path)) {
    if (step === '*') isList = true;
    values = values.flatMap((value) => descend(value, step));
  }
  return isList ? values : values[0];
}

function descend(value: unknown, step: string | number): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value);
  if ((typeof step === 'number') !== Array.isArray(value)) return [];
  return Object.hasOwn(value, step) ? [(value as Record<string | number, unknown>)[step]] : [];
}

function parsePath(path: string): (string | number)[] {
  if (!path.startsWith('$')) throw new RangeError(`'${path}' is not a JSON path: it must begin with $.`);
  const steps: (string | number)[] = [];
  const step = /\.([\w/:-]+|\*)|\[(\d+|\*)\]|\['([^']+)'\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const at = step.lastIndex;
    const match = step.exec(path);
    if (!match)
      throw new RangeError(`'${path}' is not a JSON path that EventBridge supports, at '${path.slice(at)}'.`);
    const [, name, index, quoted] = match;
    steps.push(name ?? quoted ?? (index === '*' ? '*' : Number(index)));
  }
  return steps;
}
