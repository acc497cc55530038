import { appendFile, mkdir, readFile, rm, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { createFilter } from '../filter/filter';
import { headObject } from '../gateway/get-object';
import { createUpload, uploadPart } from '../gateway/put-object';
import type { Location } from '../location';
import { type LiveS3, readTree, startLiveS3, writeTree } from '../testing/live-s3';
import { applyEdits, rounds } from '../testing/random-tree';
import { Bandwidth } from '../transfer/bandwidth';
import { MemoryBudget } from '../transfer/memory';
import { Gate } from '../transfer/pace';
import { uploadFile } from '../transfer/upload';
import { fileMetadata } from './posix-metadata';
import type { SyncRequest } from './request';
import { runSync } from './run';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

const ALL = { count: undefined, percent: undefined };
const at = (path: string): Location => ({ kind: 'directory', path });
const inBucket = (bucket: string, prefix = ''): Location => ({ kind: 'bucket', bucket, prefix });

async function sync(source: Location, destination: Location, more: Partial<SyncRequest> = {}) {
  const unsafe = {
    emptySource:
      destination.kind === 'bucket' ? `s3://${destination.bucket}/${destination.prefix}` : destination.path,
  };
  const failures: string[] = [];
  const outcome = await runSync(
    aws.connections,
    { source, destination, caps: ALL, unsafe, ...more },
    {
      onResult: ({ path, outcome: end, detail }) =>
        void (end === 'done' || failures.push(`${path}: ${detail}`)),
    },
  );
  const counts = Object.fromEntries(
    Object.entries(outcome.plan.amounts).flatMap(([action, { items }]) =>
      items > 0 ? [[action, items]] : [],
    ),
  );
  return { ...outcome, counts, failures };
}

it('makes the destination equal to the source by bytes, both ways and onwards, for random trees and edits', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (all) => {
      const [tree, back] = [await aws.directory(), await aws.directory()];
      const [bucket, copy] = [await aws.bucket(), await aws.bucket()];
      for (const edits of all) {
        await applyEdits(tree, edits);
        const [expected, before] = [await readTree(tree), await aws.contents(bucket)];
        const mirror = { isDeleting: true };
        await runSync(
          aws.connections,
          { source: at(tree), destination: inBucket(bucket), ...mirror, caps: ALL },
          { onPlan: () => false },
        );
        expect(await aws.contents(bucket)).toEqual(before);

        expect((await sync(at(tree), inBucket(bucket), mirror)).failures).toEqual([]);
        expect(await aws.contents(bucket)).toEqual(expected);
        await sync(inBucket(bucket), inBucket(copy), mirror);
        expect(await aws.contents(copy)).toEqual(expected);
        expect((await sync(inBucket(copy), at(back), mirror)).failures).toEqual([]);
        expect(await readTree(back)).toEqual(expected);

        const count = Object.keys(expected).length;
        const quiet = count === 0 ? {} : { unchanged: count };
        expect((await sync(at(tree), inBucket(bucket), mirror)).counts).toEqual(quiet);
        expect((await sync(inBucket(bucket), inBucket(copy), mirror)).counts).toEqual(quiet);
        expect((await sync(inBucket(copy), at(back), mirror)).counts).toEqual(quiet);
        expect((await sync(at(back), inBucket(copy), mirror)).counts).toEqual(quiet);
      }
    }),
    { numRuns: 6, seed: 42 },
  );
});

it('asks S3 nothing about files that were stored after their last change', async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  await writeTree(tree, { a: '1', b: '2' });
  await new Promise((later) => setTimeout(later, 3100));
  await sync(at(tree), inBucket(bucket));
  await appendFile(join(tree, 'b'), '3');
  await sync(at(tree), inBucket(bucket));
  const before = (await readFile(aws.requestLog, 'utf8')).split('\n').length;
  expect((await sync(at(tree), inBucket(bucket))).counts).toEqual({ unchanged: 2 });
  const lines = (await readFile(aws.requestLog, 'utf8')).split('\n').slice(before - 1, -1);
  // Two listings, one of Strata's own journals, and one question about b, which was stored in the second in which it was changed.
  expect(lines.map((line) => (JSON.parse(line) as { method: string }).method).sort()).toEqual([
    'GET',
    'GET',
    'HEAD',
  ]);
});

it('goes on with an upload that broke off, and sends only the parts that S3 does not have', async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  const content = Array.from({ length: 3 }, (_, nth) => String(nth).repeat(5 * 1024 ** 2)).join('') + 'end';
  await writeTree(tree, { 'big.bin': content });
  await utimes(join(tree, 'big.bin'), 1_700_000_000, 1_700_000_000);
  const attributes = {
    contentType: 'application/octet-stream',
    metadata: fileMetadata({ kind: 'file', mtimeNs: 1_700_000_000_000_000_000n }),
  };
  const upload = await createUpload(aws.connections, { bucket, key: 'big.bin' }, attributes);
  for (const [number, text] of [
    [1, '0'],
    [2, 'x'],
  ] as const)
    await uploadPart(aws.connections, upload, number, Buffer.from(text.repeat(5 * 1024 ** 2)));
  const before = (await readFile(aws.requestLog, 'utf8')).split('\n').length;
  await sync(at(tree), inBucket(bucket), { partBytes: 5 * 1024 ** 2 });
  expect((await aws.contents(bucket))['big.bin'] === content).toBe(true);
  const lines = (await readFile(aws.requestLog, 'utf8')).split('\n').slice(before - 1, -1);
  const sent = lines.flatMap(
    (line) => /partNumber=(\d)/.exec((JSON.parse(line) as { path: string }).path)?.[1] ?? [],
  );
  expect(sent.sort()).toEqual(['2', '3', '4']);
  expect((await headObject(aws.connections, { bucket, key: 'big.bin' }))?.checksum).toMatchObject({
    algorithm: 'CRC32',
    parts: undefined,
  });
});

it('sees by checksum what size and time hide, and is quiet about what they wrongly suspect', async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  await writeTree(tree, { same: 'abc', other: 'abc', plain: 'abc' });
  await sync(at(tree), inBucket(bucket));
  await aws.connections.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'plain', Body: 'abc' }));
  await writeTree(tree, { other: 'abd' });
  await utimes(join(tree, 'same'), 5, 5);
  const comparison = 'checksum' as const;
  expect((await sync(at(tree), inBucket(bucket), { comparison: 'size' })).counts).toEqual({ unchanged: 3 });
  expect((await sync(at(tree), inBucket(bucket), { comparison })).counts).toEqual({
    update: 1,
    unchanged: 2,
  });
  expect(await aws.contents(bucket)).toEqual({ same: 'abc', other: 'abd', plain: 'abc' });
});

it('deletes nothing that is excluded, skipped, or a marker of a folder', async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  await writeTree(tree, { keep: '1', 'l/x': '2', 'old.tmp': '3', gone: '4', 'cache/y': '5' });
  await sync(at(tree), inBucket(bucket, 'p'));
  await aws.connections.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'p/folder/', Body: '' }));
  for (const path of ['l', 'old.tmp', 'gone', 'cache']) await rm(join(tree, path), { recursive: true });
  await symlink('keep', join(tree, 'l'));
  const rules = [{ kind: 'exclude', pattern: '*.tmp' }] as const;
  const filter = createFilter({ rules, ignoreText: 'cache/' });
  const { counts } = await sync(at(tree), inBucket(bucket, 'p'), { filter, isDeleting: true });
  expect(counts).toEqual({ unchanged: 1, delete: 1, skipped: 1, kept: 1 });
  expect(Object.keys(await aws.contents(bucket)).sort()).toEqual([
    'p/cache/y',
    'p/folder/',
    'p/keep',
    'p/l/x',
    'p/old.tmp',
  ]);
});

it('stores links as DataSync does, brings them back, and never writes through one', async () => {
  const [tree, back, bucket] = [await aws.directory(), await aws.directory(), await aws.bucket()];
  await writeTree(tree, { 'd/x': '1' });
  await symlink('../elsewhere', join(tree, 'l'));
  await sync(at(tree), inBucket(bucket), { links: 'store' });
  expect((await headObject(aws.connections, { bucket, key: 'l' }))?.metadata).toMatchObject({
    'file-permissions': '0120777',
  });
  await sync(inBucket(bucket), at(back), { links: 'store' });
  expect((await sync(inBucket(bucket), at(back), { links: 'store' })).counts).toEqual({ unchanged: 2 });
  await rm(join(back, 'd'), { recursive: true });
  await mkdir(join(tree, 'outside'));
  await symlink(join(tree, 'outside'), join(back, 'd'));
  const { failures } = await sync(inBucket(bucket), at(back), { links: 'store' });
  expect(failures).toEqual([expect.stringMatching(/^d\/x: .*a link where a directory is needed/)]);
});

it('uploads one state of a file that changes while it is read, or none', async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  const path = join(tree, 'log');
  const to = { bucket, key: 'log' };
  /** Memory is asked for when the file is open: each time, somebody writes to it. */
  const uploadWhileWritten = (writes: number) => {
    const memory = new MemoryBudget(1e9);
    const holding = memory.holding.bind(memory);
    let left = writes;
    memory.holding = async (bytes, work) => {
      if ((left -= 1) >= 0) await appendFile(path, '+');
      return holding(bytes, work);
    };
    const gate = new Gate(4);
    const { signal } = new AbortController();
    const rest = {
      links: 'skip',
      attributes: {},
      partBytes: 5 * 1024 ** 2,
      bandwidth: new Bandwidth(Infinity),
    } as const;
    return uploadFile(
      { ...rest, connections: aws.connections, gate, memory, signal },
      { path, kind: 'file', to },
    );
  };
  for (const [bytes, writes] of [
    [10, 2],
    [6 * 1024 ** 2, 1],
  ] as const) {
    await writeTree(tree, { log: '.'.repeat(bytes) });
    await uploadWhileWritten(writes);
    const [now, then] = [await readTree(tree), await aws.contents(bucket)];
    expect(then['log'] === now['log']).toBe(true);
    await expect(uploadWhileWritten(99)).rejects.toThrow(/was changed while it was read, 3 times/);
    expect((await aws.contents(bucket))['log'] === then['log']).toBe(true);
  }
});

it('clears away what killed downloads have left, but not what may be under way', async () => {
  const [back, bucket] = [await aws.directory(), await aws.bucket()];
  await writeTree(back, { 'd/.strata-partial-old': '1', '.strata-partial-new': '2' });
  await utimes(join(back, 'd/.strata-partial-old'), 1_000_000_000, 1_000_000_000);
  expect((await sync(inBucket(bucket), at(back), { isDeleting: true })).counts).toEqual({});
  expect(await readTree(back)).toEqual({ '.strata-partial-new': '2' });
});

it('reports names that the other side cannot hold, and takes the rest', async () => {
  const [back, bucket] = [await aws.directory(), await aws.bucket()];
  for (const Key of ['a', 'a/b', 'x//y', '../out', 'ok'])
    await aws.connections.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
  const { counts, plan } = await sync(inBucket(bucket), at(back));
  expect(counts).toEqual({ new: 2, fault: 3 });
  expect(plan.deletions.count).toBe(0);
  expect(await readTree(back)).toEqual({ a: 'a', ok: 'ok' });
});

it("leaves Strata's own journals alone, and writes nothing among them", async () => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  await aws.connections.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: '.strata/journal/run.jsonl', Body: 'journal' }),
  );
  await writeTree(tree, { a: 'a', '.strata/other': 'mine' });
  const { failures } = await sync(at(tree), inBucket(bucket), { isDeleting: true });
  expect(Object.keys(await aws.contents(bucket))).toEqual(['.strata/journal/run.jsonl', 'a']);
  expect(failures.join()).not.toContain('journal/run.jsonl');
});
