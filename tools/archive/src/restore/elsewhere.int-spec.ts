import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { KEYS, request, restore } from '../testing/live-restore';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

it('restores to a directory: what was, dated as it was, and no name that no file can have', async () => {
  const bucket = await aws.bucket();
  const names = ['p/a', 'p/deep/100% ü', 'p/../escape', 'p/link/out', 'p/empty'];
  for (const key of names)
    await bucket.put(key, key === 'p/empty' ? '' : key, {
      Metadata: { 'file-mtime': '1700000000123456789ns' },
    });
  await bucket.put('p/folder/', '');
  await bucket.put('p-other', 'not asked for');
  const at = await aws.secondIsOver();
  await bucket.put('p/a', 'later');
  const path = join(aws.directory, 'restored');
  await mkdir(join(aws.directory, 'elsewhere'), { recursive: true });
  await mkdir(path, { recursive: true });
  await symlink(join(aws.directory, 'elsewhere'), join(path, 'link'));
  const asked = request(bucket.name, at, { prefix: 'p', destination: { kind: 'directory', path } });
  const report = await restore(aws, asked);
  expect(report.failed.map(({ key }) => key).sort()).toEqual(['p/../escape', 'p/link/out']);
  expect(await readFile(join(path, 'a'), 'utf8')).toBe('p/a');
  expect(await readFile(join(path, 'deep', '100% ü'), 'utf8')).toBe('p/deep/100% ü');
  expect((await stat(join(path, 'a'))).mtimeMs).toBeCloseTo(1700000000123.456, 2);
  expect((await stat(join(path, 'empty'))).size).toBe(0);
  await writeFile(join(path, 'a'), 'edited');
  const again = await restore(aws, asked);
  expect(again.failed.map(({ detail }) => detail).join()).toMatch(/exists and differs/);
  expect(await readFile(join(path, 'a'), 'utf8')).toBe('edited');
});

it('restores to another bucket, under a prefix', async () => {
  const [bucket, other] = [await aws.bucket(), await aws.bucket()];
  for (const key of KEYS) await bucket.put(`p/${key}`, key);
  const at = await aws.secondIsOver();
  for (const key of KEYS) await bucket.delete(`p/${key}`);
  const asked = request(bucket.name, at, {
    prefix: 'p',
    destination: { kind: 'bucket', bucket: other.name, prefix: 'q/' },
  });
  expect((await restore(aws, asked)).failed).toEqual([]);
  expect(await other.tree()).toEqual(Object.fromEntries([...KEYS].sort().map((key) => [`q/${key}`, key])));
  expect(await bucket.tree()).toEqual({});
});
