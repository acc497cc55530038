import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { writeTree } from '../testing/live-s3';
import { runArchive } from '../testing/run-archive';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

const run = (...args: readonly string[]) => runArchive(args, aws.endpoint);

it('fails a restore of a key that ends in a slash and has content, and takes an empty one for a folder', async () => {
  const bucket = await aws.bucket();
  for (const [key, content] of [
    ['p/data/', 'content'],
    ['p/empty/', ''],
    ['p/x', 'x'],
  ] as const)
    await bucket.put(key, content);
  const at = (await aws.secondIsOver()).toISOString();
  const to = join(aws.directory, 'restored');
  const ended = await run('restore', `s3://${bucket.name}/p`, '--at', at, '--to', to);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/p\/data\/.*no file can have its name/);
  expect(ended.stdout).toMatch(/2 done, .*1 failed/);
  expect(await readdir(to)).toEqual(['x']);
});

it('deletes keys whose names the file system would take for those of other files', async () => {
  const [bucket, from] = [await aws.bucket(), join(aws.directory, 'source')];
  await writeTree(from, { 'a/b': 'x' });
  for (const key of ['a//b', 'a/./b', 'c/../a/b']) await bucket.put(key, 'y');
  const args = ['sync', from, `s3://${bucket.name}`, '--delete', '--max-delete', '5'];
  expect(await run(...args)).toMatchObject({ code: 0, stdout: expect.stringContaining('3 deleted') });
  expect(await bucket.tree()).toEqual({ 'a/b': 'x' });
});

it('syncs all but files whose names are not UTF-8, told by their bytes, and is content where they are excluded', async () => {
  const [bucket, from] = [await aws.bucket(), join(aws.directory, 'latin-1')];
  await writeTree(from, { 'Muster.txt': 'x' });
  for (const name of ['Müller.txt', 'Möller.txt'])
    await writeFile(Buffer.from(`${from}/${name}`, 'latin1'), 'y');
  const args = ['sync', from, `s3://${bucket.name}`];
  const ended = await run(...args);
  expect([ended.code, ended.stdout.match(/M\\xF[6C]ller\.txt {2}\(its name is not UTF-8/g)?.length]).toEqual([
    1, 2,
  ]);
  expect(await bucket.tree()).toEqual({ 'Muster.txt': 'x' });
  expect(await run(...args, '--exclude', 'M?ller.txt')).toMatchObject({ code: 0, stderr: '' });
});
