import fc from 'fast-check';
import type { RunItem } from '../restore/journal';
import { failedKey } from './failed-tasks';
import { groupName, groupOf } from './groups';
import { manifestRow } from './manifest';
import { batchTarget } from './target';

it('writes rows that any key survives, in one line of three columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      const row = manifestRow('b', key, 'v');
      expect(row).toMatch(/^b,[^,"\s]*,v\n$/);
      expect(decodeURIComponent(row.split(',')[1] ?? '')).toBe(key);
    }),
  );
});

it('writes a row of half a surrogate pair, which no key has, rather than throw', () => {
  expect(manifestRow('b', 'a\ud800', 'v')).toBe('b,a%EF%BF%BD,v\n');
});

const item = (source: Partial<NonNullable<RunItem['source']>>, more: Partial<RunItem> = {}): RunItem => ({
  key: 'a',
  action: 'copy',
  source: { versionId: 'v', size: 1, etag: 'e', storageClass: 'STANDARD', lastModified: '', ...source },
  reason: '',
  ...more,
});

it.each<[string, RunItem, string]>([
  ['copies, by their class', item({ storageClass: 'STANDARD_IA' }), 'copy-STANDARD_IA'],
  ['retrievals, by their class', item({ storageClass: 'DEEP_ARCHIVE' }), 'retrieve-DEEP_ARCHIVE'],
  ['copies of 5 GiB', item({ size: 5 * 1024 ** 3 }), 'copy-STANDARD'],
  ['not what is larger', item({ size: 5 * 1024 ** 3 + 1 }), ''],
  ['not removals', item({}, { action: 'remove', source: undefined }), ''],
  ['copies of null versions', item({ versionId: 'null' }), 'copy-STANDARD'],
])('has Batch Operations do %s', (_, each, expected) => {
  const group = groupOf(each);
  expect(group === undefined ? '' : groupName(group)).toBe(expected);
});

it.each([
  ['', 'q/', 'q/'],
  ['p', 'p/', ''],
  ['p', 'q/p/', 'q/'],
  ['p/', 'q/p/', 'q/'],
])('copies %p to %p by putting %p before whole keys', (prefix, to, expected) => {
  const target = batchTarget('b', prefix, { kind: 'bucket', bucket: 'c', prefix: to });
  expect(target).toEqual({ bucket: 'c', prefix: expected });
});

it('refuses a destination that wants a part of the keys away', () => {
  expect(() => batchTarget('b', 'p', { kind: 'bucket', bucket: 'c', prefix: 'q/' })).toThrow(
    /keeps whole keys/,
  );
});

it.each([
  ['b,d1/x%2Cy%201,v1,failed,404,NoSuchVersion,gone', 'd1/x%2Cy%201'],
  ['b,plain key,,failed,500,InternalError,"in words, ""quoted"""', 'plain key'],
  ['b,"with, comma",null,failed,403,AccessDenied,no', 'with, comma'],
  ['b,done,v1,succeeded,200,,Successful', undefined],
  ['and the rest of a message"', undefined],
])('reads of the row %s of a report the key %p', (row, key) => {
  expect(failedKey(row)).toBe(key);
});
