import fc from 'fast-check';
import { filtersOf, patternFaults, patternsOf } from './filters';

it.each<[string, string[]]>([
  ['/a|/b', ['/a', '/b']],
  ['/a\\|b|*.tmp', ['/a\\|b', '*.tmp']],
  [' /a | ', ['/a']],
  ['', []],
])('parts the filter %j', (filter, patterns) => {
  expect(patternsOf(filter)).toEqual(patterns);
});

it.each<[string[], string[], string, boolean]>([
  [[], ['/.strata'], '.strata', false],
  [[], ['/.strata'], '.strata/heartbeats/i-1', false],
  [[], ['/.strata'], '.strata2', true],
  [[], ['/.strata'], 'sub/.strata', true],
  [[], ['*/.strata'], 'sub/.strata/x', false],
  [[], ['*.tmp'], 'a/b.tmp', false],
  [[], ['*.tmp'], 'a/b.TMP', true],
  [['/docs/'], [], 'docs/a', true],
  [['/docs'], [], 'documents', false],
  [['/docs*'], [], 'documents', false],
  [['/doc*'], [], 'documents/a', true],
  [['/docs'], ['*.tmp'], 'docs/a.tmp', false],
  [['/a\\*b'], [], 'a*b', true],
  [['/a\\*b'], [], 'axb', false],
  [['/a.c'], [], 'abc', false],
])('with include %j and exclude %j, %s takes part: %s', (includes, excludes, path, selected) => {
  expect(filtersOf(includes, excludes).selects(path)).toBe(selected);
});

it('enters every folder above something that is selected', () => {
  const name = fc.constantFrom('a', 'b', 'ab', '.x', 'a*', 'c d');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
  const escaped = path.map((text) => `/${text.replaceAll('*', '\\*')}`);
  const includes = fc.array(
    fc.oneof(
      escaped,
      escaped.map((text) => `${text}*`),
    ),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(includes, fc.array(escaped, { maxLength: 2 }), path, (include, exclude, file) => {
      const { selects, entersFolder } = filtersOf(include, exclude);
      const names = file.split('/');
      const above = names.slice(1).map((_, at) => names.slice(0, at + 1).join('/'));
      if (selects(file)) expect(above.filter((folder) => !entersFolder(folder))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

it.each<['include' | 'exclude', string[], RegExp]>([
  ['include', ['docs'], /starts with \//],
  ['exclude', [''], /starts with \//],
  ['include', ['*.tmp'], /\* may only come last/],
  ['include', ['/a*/b'], /\* may only come last/],
  ['exclude', [`/${'a'.repeat(102_400)}`], /more than 102400 characters/],
])('refuses to %s %j', (kind, patterns, message) => {
  expect(patternFaults(kind, patterns).join()).toMatch(message);
});

it('finds no fault with what DataSync takes', () => {
  expect(patternFaults('include', ['/docs*', '/a\\*b', '/x/'])).toEqual([]);
  expect(patternFaults('exclude', ['*/tmp', '*.tmp', '/a*b'])).toEqual([]);
});
