import { InvalidTagPatternError } from './errors';
import { formatTagPatterns, matchesTag, parseTagPatterns } from './tag-pattern';

test.each([
  [{ env: 'prod' }, { key: 'env' }, true],
  [{ env: 'prod' }, { key: 'env', value: 'prod' }, true],
  [{ env: 'prod' }, { key: 'env', value: 'Prod' }, false],
  [{ env: '' }, { key: 'env', value: '' }, true],
  [{ env: 'prod' }, { key: 'env', value: '' }, false],
  [{}, { key: 'env' }, false],
  [{}, { key: 'toString' }, false],
])('whether tags %j hold %j: %s', (tags: Record<string, string>, pattern, expected) => {
  expect(matchesTag(tags, pattern)).toBe(expected);
});

test.each([
  ['hold', [{ key: 'hold' }]],
  ['hold,env=prod', [{ key: 'hold' }, { key: 'env', value: 'prod' }]],
  ['sum=a=b', [{ key: 'sum', value: 'a=b' }]],
  ['empty=', [{ key: 'empty', value: '' }]],
])('reads %j, and writes it again', (text, expected) => {
  expect(parseTagPatterns(text)).toEqual(expected);
  expect(formatTagPatterns(expected)).toBe(text);
});

test.each(['', 'a,', '=x', ' ,b'])('refuses %j, which names a tag without a key', (text) => {
  expect(() => parseTagPatterns(text)).toThrow(InvalidTagPatternError);
  expect(() => parseTagPatterns(text)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
