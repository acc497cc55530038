import { createFilter, type FilterRule } from './filter';

const rules = (...texts: readonly string[]): FilterRule[] =>
  texts.map((text) => ({ kind: text.startsWith('+') ? 'include' : 'exclude', pattern: text.slice(1) }));

it.each<[string[], string, boolean]>([
  [[], 'a', true],
  [['-*.tmp'], 'a.tmp', false],
  [['-*.tmp'], 'd/e/a.tmp', false],
  [['-*.tmp'], 'a.tmp.gz', true],
  [['-*.tmp'], 'x.tmp/inside', false],
  [['-d/*.tmp'], 'd/a.tmp', false],
  [['-d/*.tmp'], 'd/e/a.tmp', true],
  [['-d/**/*.tmp'], 'd/e/f/a.tmp', false],
  [['-d/*.tmp'], 'x/d/a.tmp', true],
  [['-/top'], 'top', false],
  [['-/top'], 'd/top', true],
  [['-cache/'], 'cache/x', false],
  [['-cache/'], 'd/cache/x', false],
  [['-cache/'], 'cache', true],
  [['-*', '+*.csv'], 'a.csv', true],
  [['-*', '+*.csv'], 'd/a.csv', true],
  [['-*', '+*.csv'], 'a.txt', false],
  [['+*.csv', '-*'], 'a.csv', false],
  [['-*.csv', '+keep.csv', '-keep.csv'], 'keep.csv', false],
  [['-.*'], 'd/.hidden', false],
  [['-!a'], '!a', false],
  [['-[ab]?.txt'], 'ax.txt', false],
  [['-{x,y}/**'], 'y/1/2', false],
])('%j: is %s included? %s', (texts, path, isIncluded) => {
  expect(createFilter({ rules: rules(...texts) }).isIncluded(path)).toBe(isIncluded);
});

it('counts a rule more than the ignore file, which reads as a .gitignore does', () => {
  const filter = createFilter({
    rules: rules('+keep.log'),
    ignoreText: '*.log\n!important.log\n/build/\n# comment\n',
  });
  const paths = ['a.log', 'd/a.log', 'important.log', 'keep.log', 'build/x', 'd/build/x', 'a'];
  expect(paths.filter((path) => filter.isIncluded(path))).toEqual([
    'important.log',
    'keep.log',
    'd/build/x',
    'a',
  ]);
});

it('bears keys that no tree could hold', () => {
  const filter = createFilter({ ignoreText: '*.log' });
  expect(
    ['/a.log', '../a.log', 'a//b', './x', 'a/'].every((path) => typeof filter.isIncluded(path) === 'boolean'),
  ).toBe(true);
});

it.each<[string[], string, boolean]>([
  [['-cache/'], 'cache/', true],
  [['-cache/'], 'd/cache/', true],
  [['-cache/'], 'cached/', false],
  [['-*.tmp'], 'x.tmp/', true],
  [['-cache/', '+x'], 'cache/', false],
])('%j: need %s not be read? %s', (texts, path, isPruned) => {
  expect(createFilter({ rules: rules(...texts) }).isPruned(path)).toBe(isPruned);
});

it('need not read what the ignore file names, but for rules that may include some of it', () => {
  expect(createFilter({ ignoreText: 'build/' }).isPruned('build/')).toBe(true);
  expect(createFilter({ ignoreText: 'build/', rules: rules('+*.csv') }).isPruned('build/')).toBe(false);
});
