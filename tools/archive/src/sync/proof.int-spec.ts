import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { setUnkind } from '@strata/local-aws-tool';
import { openConnections } from '../gateway/connections';
import type { Location } from '../location';
import { type LiveS3, readTree, startLiveS3, type Tree, writeTree } from '../testing/live-s3';
import { killArchive, runArchive } from '../testing/run-archive';
import { runSync } from './run';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterEach(() => setUnkind(aws.endpoint, {}));
afterAll(() => aws?.stop());

const at = (path: string): Location => ({ kind: 'directory', path });
const inBucket = (bucket: string): Location => ({ kind: 'bucket', bucket, prefix: '' });
const archive = (...args: readonly string[]) => runArchive(args, aws.endpoint);

/** A tree of so many files; contents tell their path and their edition. */
function treeOf(files: number, edition: string): Tree {
  const entries = Array.from({ length: files }, (_, nth) => {
    const path = `d${nth % 7}/file-${nth}`;
    return [path, `${path} ${edition}\n`.repeat(1 + ((nth * 7919) % 3000))];
  });
  return Object.fromEntries(entries) as Tree;
}

describe('the story of the report', () => {
  it('refuses to delete what a directory no longer holds until it is told to, and the bucket keeps it all the same', async () => {
    const [tree, bucket] = [await aws.directory(), await aws.bucket()];
    const place = `s3://${bucket}`;
    await writeTree(tree, { 'file1.txt': '1', 'file2.txt': '2', 'file3.txt': '3' });
    expect((await archive('sync', tree, place)).code).toBe(0);
    await rm(join(tree, 'file1.txt'));

    const kept = await archive('sync', tree, place, '--dry-run', '--verbose');
    expect(kept.stdout).toMatch(/kept +file1\.txt +\(not in source/);
    const refused = await archive('sync', tree, place, '--delete');
    expect(refused).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/delete +file1\.txt +\(not in source/),
    });
    expect(refused.stderr).toMatch(/1 of 3 items .*\(34 %\).* allowed: 10 %\. .*--max-delete 1/);
    expect(Object.keys(await aws.contents(bucket))).toHaveLength(3);

    const done = await archive('sync', tree, place, '--delete', '--max-delete', '1', '--json');
    const lines = done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ event }) => event === 'result')).toEqual([
      { event: 'result', action: 'delete', path: 'file1.txt', outcome: 'done', bytes: 1 },
    ]);
    expect(done.code).toBe(0);
    expect(await aws.contents(bucket)).toEqual({ 'file2.txt': '2', 'file3.txt': '3' });
  });
});

describe('refusals', () => {
  let [tree, bucket, bare] = ['', '', ''];
  beforeAll(async () => {
    [tree, bucket, bare] = [await aws.directory(), await aws.bucket(), await aws.bucket('never')];
    for (const Bucket of [bucket, bare])
      await aws.connections.s3.send(new PutObjectCommand({ Bucket, Key: 'precious', Body: 'p' }));
  });
  const fill = (text: string) => text.replace('TREE', tree).replace('BUCKET', bucket).replace('BARE', bare);

  it.each<[string, number, RegExp]>([
    ['TREE s3://BUCKET --delete', 3, /has nothing that would be synced.*--unsafe-empty-source/],
    ['TREE/none s3://BUCKET --delete', 3, /no such directory.*missing source is not an empty one/],
    ['TREE/none s3://BUCKET', 2, /no such directory/],
    ['TREE s3://BARE --delete --max-delete 9 --unsafe-empty-source s3://BARE/', 3, /has no versioning/],
    ['TREE s3://BUCKET --delete --unsafe-empty-source s3://BARE', 2, /names what it is meant for/],
    ['TREE s3://BUCKET --require-mount', 3, /should be mounted/],
    ['TREE /tmp', 2, /both are directories/],
    ['s3://BUCKET/a s3://BUCKET/a/b', 2, /part of the other/],
    ['TREE s3://BUCKET --checksum --size-only', 2, /cannot be used with/],
    ['TREE s3://BUCKET --max-delete few', 2, /neither a count nor a share/],
    ['TREE s3://BUCKET --ignore-file TREE/none', 2, /ignore file cannot be read/],
    ['TREE s3://none-there', 1, /NoSuchBucket|not exist|not there/i],
  ])('sync %s ends with %d', async (commandLine, code, stderr) => {
    const ended = await archive('sync', ...commandLine.split(' ').map(fill));
    expect(ended.stderr).toMatch(stderr);
    expect(ended.code).toBe(code);
    expect([await aws.contents(bucket), await aws.contents(bare)]).toEqual([
      { precious: 'p' },
      { precious: 'p' },
    ]);
  });
});

describe('faults', () => {
  const files = 60;

  it('brings every file over though a fifth of all calls is throttled, reset or fails, and is quiet after it', async () => {
    const [tree, bucket, back] = [await aws.directory(), await aws.bucket(), await aws.directory()];
    await writeTree(tree, treeOf(files, 'one'));
    await setUnkind(aws.endpoint, { faultRate: 0.2, seed: 7, services: ['s3'] });
    expect(
      (await runSync(aws.connections, { source: at(tree), destination: inBucket(bucket) })).tally,
    ).toMatchObject({ done: files, failed: 0 });
    await setUnkind(aws.endpoint, {
      faultRate: 0.2,
      seed: 8,
      services: ['s3'],
      faults: ['reset-mid-body', 'throttle'],
    });
    expect(
      (await runSync(aws.connections, { source: inBucket(bucket), destination: at(back) })).tally,
    ).toMatchObject({ done: files, failed: 0 });
    await setUnkind(aws.endpoint, {});
    expect(await readTree(back)).toEqual(await readTree(tree));
    expect(await aws.contents(bucket)).toEqual(await readTree(tree));
  });

  it('takes no listing that fails for an empty one, and deletes nothing where an upload failed', async () => {
    const [tree, bucket, back] = [await aws.directory(), await aws.bucket(), await aws.directory()];
    await writeTree(tree, { a: '1', b: '2' });
    await writeTree(back, { a: '1', mine: 'x' });
    await runSync(aws.connections, { source: at(tree), destination: inBucket(bucket) });
    const hasty = openConnections({ region: 'eu-central-1', endpoint: aws.endpoint }, { attempts: 1 });
    const caps = { count: undefined, percent: undefined };
    await setUnkind(aws.endpoint, { faultRate: 1, faults: ['error-before'], services: ['s3:GET bucket'] });
    const request = { source: inBucket(bucket), destination: at(back), isDeleting: true, caps };
    await expect(runSync(hasty, request)).rejects.toThrow(/no clear answer to s3:ListBucket/);
    expect(await readTree(back)).toEqual({ a: '1', mine: 'x' });

    await setUnkind(aws.endpoint, { faultRate: 1, faults: ['error-before'], services: ['s3:PUT object'] });
    await writeTree(tree, { c: '3' });
    await rm(join(tree, 'a'));
    const up = await runSync(hasty, {
      source: at(tree),
      destination: inBucket(bucket),
      isDeleting: true,
      caps,
    });
    expect(up.tally).toMatchObject({
      failed: 1,
      deleted: 0,
      notBegun: 1,
      stopped: expect.stringMatching(/nothing is deleted before/),
    });
    expect(await aws.contents(bucket)).toEqual({ a: '1', b: '2' });
    hasty.close();
  });
});

describe('killed at seeded points', () => {
  const files = 40;
  const moments = [1, 9, 23].map((count) => ({ line: /"event":"result"/, count }));

  it.each(moments)(
    'leaves every object whole, and the next run goes on: after $count uploads',
    async (moment) => {
      const [tree, bucket] = [await aws.directory(), await aws.bucket()];
      await writeTree(tree, treeOf(files, 'one'));
      await runSync(aws.connections, { source: at(tree), destination: inBucket(bucket) });
      const old = await readTree(tree);
      await writeTree(tree, treeOf(files - 2, 'two, which is longer'));
      await rm(join(tree, `d${(files - 1) % 7}/file-${files - 1}`));
      const now = await readTree(tree);
      const args = ['sync', tree, `s3://${bucket}`, '--delete', '--json', '--concurrency', '4'];
      expect(await killArchive(args, aws.endpoint, moment)).toBe('SIGKILL');
      const left = await aws.contents(bucket);
      expect(Object.keys(left).sort()).toEqual(Object.keys(old).sort());
      expect(
        Object.entries(left).filter(([key, content]) => content !== old[key] && content !== now[key]),
      ).toEqual([]);
      expect((await archive(...args)).code).toBe(0);
      expect(await aws.contents(bucket)).toEqual(now);
    },
  );

  it('leaves every file whole, and the next run goes on: after 9 downloads', async () => {
    const [tree, bucket, back] = [await aws.directory(), await aws.bucket(), await aws.directory()];
    await writeTree(tree, treeOf(files, 'one'));
    await writeTree(back, treeOf(files, 'zero'));
    await writeFile(join(back, 'extra'), 'mine');
    await runSync(aws.connections, { source: at(tree), destination: inBucket(bucket) });
    const [old, now] = [await readTree(back), await readTree(tree)];
    const args = ['sync', `s3://${bucket}`, back, '--delete', '--json', '--concurrency', '4'];
    expect(await killArchive(args, aws.endpoint, { line: /"event":"result"/, count: 9 })).toBe('SIGKILL');
    const left = Object.entries(await readTree(back)).filter(([path]) => !path.includes('.strata-partial-'));
    expect(left.filter(([path, content]) => content !== old[path] && content !== now[path])).toEqual([]);
    expect(left.map(([path]) => path)).toContain('extra');
    expect((await archive(...args)).code).toBe(0);
    const after = Object.entries(await readTree(back)).filter(([path]) => !path.includes('.strata-partial-'));
    expect(Object.fromEntries(after)).toEqual(now);
  });
});
