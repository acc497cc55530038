import { checkFilterRules, splitPatterns, taskFilters } from './filters';

const rule = (Value: string) => [{ FilterType: 'SIMPLE_PATTERN' as const, Value }];

describe('a filter', () => {
  it.each<[string, string, boolean]>([
    // From https://docs.aws.amazon.com/datasync/latest/userguide/filtering.html
    ['/transfer_this/', 'transfer_this', true],
    ['/transfer_this/', 'transfer_this/deep/file', true],
    ['/transfer_this', 'transfer_this/file', true],
    ['/transfer_this', 'transfer_this_too', false],
    ['/transfer_this', 'a/transfer_this', false],
    ['*.tmp|*.temp', 'a/b/x.temp', true],
    ['*.tmp|*.temp', 'x.tmp2', false],
    ['*/.snapshot', 'a/.snapshot/x', true],
    ['*/.snapshot', '.snapshot', true],
    ['*/temp|*/tmp', 'a/tmp/file', true],
    ['*/temp|*/tmp', 'a/tmpx', false],
    ['/folder-to-transfer/*', 'folder-to-transfer/file', true],
    ['/folderA', 'FolderA', false],
    ['/a.b', 'aXb', false],
    ['/a\\*b', 'a*b', true],
    ['/a\\*b', 'axb', false],
    ['/a\\|b', 'a|b', true],
    ['/größe *', 'größe 1/x', true],
    ['/line*end', 'line\nend', true],
  ])('%s and the path %j: %s', (filter, path, matches) => {
    expect(taskFilters([], rule(filter)).excluded(path)).toBe(matches);
    expect(taskFilters(rule(filter), []).included(path)).toBe(matches);
  });

  it('that is empty includes all and excludes none', () => {
    const filters = taskFilters(rule(''), rule(''));
    expect(filters.selected('anything')).toBe(true);
  });

  it('that excludes wins over one that includes', () => {
    const { selected } = taskFilters(rule('/a'), rule('*.tmp'));
    expect([selected('a/x'), selected('a/x.tmp'), selected('b/x')]).toEqual([true, false, false]);
  });

  it('is split at bars that are not escaped', () => {
    expect(splitPatterns('/a|/b\\|c||/d\\\\|/e')).toEqual(['/a', '/b\\|c', '/d\\\\', '/e']);
  });
});

describe('the check of filter rules', () => {
  it.each<[string, Parameters<typeof checkFilterRules>]>([
    ['two rules', [[...rule('/a'), ...rule('/b')], 'includes']],
    ['another type', [[{ FilterType: 'REGEX' as never, Value: '/a' }], 'excludes']],
    ['an include with a star in the middle', [rule('/a|*.txt'), 'includes']],
    ['a filter of more than 102400 characters', [rule('x'.repeat(102_401)), 'excludes']],
  ])('refuses %s', (_name, args) => {
    expect(() => checkFilterRules(...args)).toThrow(/./);
  });

  it.each(['/documents*|/code*', '/a\\*b', '/plain'])('takes the include %s', (value) => {
    expect(() => checkFilterRules(rule(value), 'includes')).not.toThrow();
  });
});
