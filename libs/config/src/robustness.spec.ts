import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { setAt, valueAt } from './path';
import { environmentJsonSchema, type JsonSchema } from './schema/json-schema';
import { faultsOf, yamlWith } from './valid-environment';

/** Every setting and every group of settings there is. */
const PATHS = pathsOf(environmentJsonSchema(), []);

/** Values that a slip of the hand may put anywhere: other types, other ranges, other people's formats. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    0,
    -1,
    1.5,
    1e9,
    '',
    '10.0.0.0/16',
    'cron(0 3 * * ? *)',
    'rate(1 hour)',
    'STANDARD',
    ['a', 1],
    [[]],
  ),
);

describe('an environment file', () => {
  it('is accepted or has its faults named, whatever stands in any of its settings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PATHS), anyValue), { minLength: 1, maxLength: 4 }),
        (slips) => {
          const data: unknown = parse(yamlWith());
          for (const [path, value] of slips) put(data, path, value);
          for (const { message } of faultsOf(stringify(data)))
            expect(message).not.toMatch(/undefined|NaN|\[object/);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is accepted or has its faults named, whatever text it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(faultsOf(text).length).toBeGreaterThan(0)));
  });
});

function pathsOf(schema: JsonSchema, prefix: string[]): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
    [...prefix, key],
    ...pathsOf(property, [...prefix, key]),
  ]);
}

/** Puts a value at a path, making the groups on the way unless something else stands there. */
function put(data: unknown, path: readonly string[], value: unknown): void {
  for (let length = 1; length < path.length; length += 1) {
    const group = path.slice(0, length);
    if (valueAt(data, group) === undefined) setAt(data, group, {});
  }
  setAt(data, path, value);
}
