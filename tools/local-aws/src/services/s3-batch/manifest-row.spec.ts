import { taskOf } from './manifest-row';
import type { ManifestField } from './model';

const FIELDS: ManifestField[] = ['Bucket', 'Key', 'VersionId'];

it.each([
  ['b,a,v', { bucket: 'b', key: 'a', versionId: 'v' }],
  ['"b","a","v"', { bucket: 'b', key: 'a', versionId: 'v' }],
  ['b,a/x%2Cy%22%C3%BC,null', { bucket: 'b', key: 'a/x,y"ü', versionId: 'null' }],
  ['b,a+b%2Bc,', { bucket: 'b', key: 'a b+c', versionId: '' }],
  ['b,"a,""b""",v', { bucket: 'b', key: 'a,"b"', versionId: 'v' }],
])('reads %p', (row, task) => {
  expect(taskOf(row, FIELDS, 1)).toEqual(task);
});

it('takes the newest version where the manifest has no column for it, and ignores what it is told to', () => {
  expect(taskOf('x,b,a', ['Ignore', 'Bucket', 'Key'], 1)).toEqual({
    bucket: 'b',
    key: 'a',
    versionId: undefined,
  });
});

it.each([
  ['b,a', /line 7: it has 2 columns, not 3/],
  ['b,,v', /line 7: bucket or key is empty/],
  ['b,100%,v', /line 7: its key is not URL-encoded/],
])('refuses %p', (row, message) => {
  expect(() => taskOf(row, FIELDS, 7)).toThrow(message);
});
