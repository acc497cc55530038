import { folderPrefix, locationText, parseLocation } from './location';

it.each([
  ['s3://my-bucket', { kind: 'bucket', bucket: 'my-bucket', prefix: '' }],
  ['s3://my-bucket/', { kind: 'bucket', bucket: 'my-bucket', prefix: '' }],
  ['S3://my.bucket/a/b', { kind: 'bucket', bucket: 'my.bucket', prefix: 'a/b' }],
  ['archive:', { kind: 'archive', prefix: '' }],
  ['archive:share/x', { kind: 'archive', prefix: 'share/x' }],
  ['archive://share', { kind: 'archive', prefix: 'share' }],
  ['data', { kind: 'directory', path: '/here/data' }],
  ['./archive:x', { kind: 'directory', path: '/here/archive:x' }],
  ['/a/../b/', { kind: 'directory', path: '/b' }],
])('reads %s', (text, location) => {
  expect(parseLocation(text, '/here')).toEqual(location);
});

it.each([
  '',
  's3://',
  's3://UP/x',
  's3://a/x',
  's3://10.0.0.1/x',
  's3://a..b/x',
  'https://a/b',
  'gs://bucket/x',
])('refuses %j', (text) => {
  expect(() => parseLocation(text)).toThrow(
    expect.objectContaining({ name: 'BadLocationError', exitCode: 2 }),
  );
});

it('takes a prefix for a folder, so that a/b never touches a/bc', () => {
  expect(['', 'a', 'a/'].map((prefix) => folderPrefix({ prefix }))).toEqual(['', 'a/', 'a/']);
});

it('shows a location as it is written', () => {
  expect(locationText({ kind: 'bucket', bucket: 'b-1', prefix: 'x/' })).toBe('s3://b-1/x/');
});
