import { createServer, type Server } from 'node:net';
import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describeTask } from '../gateway/tasks';
import { startOrJoin } from '../run/start';
import { watchExecution } from '../run/watch';
import { type LiveTransfer, startLiveTransfer } from '../testing/live-transfer';
import type { Depth } from './comparison';
import { isClean, runVerify, type VerifyReport } from './run';

let aws: LiveTransfer;
let socket: Server;
const OLD = new Date('2026-01-01T00:00:00Z');
const at = (path: string): string => join(aws.share, path);

beforeAll(async () => {
  aws = await startLiveTransfer();
  for (const folder of ['a', 'a/deep', '.strata/heartbeats', 'sub'])
    await mkdir(at(folder), { recursive: true });
  await writeFile(at('a/deep/file'), 'deep');
  await writeFile(at('a-b'), 'before a/ in the order of keys');
  await writeFile(at('a.txt'), '');
  for (const path of ['a.txt', 'a-b']) await utimes(at(path), OLD, OLD);
  await writeFile(at('sub/odd name é😀＠ +%20'), 'odd');
  await writeFile(at('.strata/heartbeats/i-1'), 'left out');
  await symlink('deep/nowhere', at('a/link'));
  await symlink('..', at('a/loop'));
  socket = createServer().listen(at('sub/socket')).unref();
  await transfer();
});
afterAll(async () => {
  socket?.close();
  await aws?.stop();
});

async function transfer(): Promise<void> {
  const task = await describeTask(aws.connections, aws.taskArn);
  const wish = { overrides: [], include: [], exclude: [] };
  const { executionArn } = await startOrJoin(aws.connections, wish, {
    task,
    storageClass: 'STANDARD',
    underWay: [],
  });
  const looks = { firstMs: 10, longestMs: 30 };
  const { status, result } = await watchExecution(
    aws.connections,
    executionArn,
    () => undefined,
    undefined,
    looks,
  );
  expect({ status, error: result.errorDetail }).toEqual({ status: 'SUCCESS', error: undefined });
}

const verify = (depth: Depth = { kind: 'full' }, mount: string | undefined = aws.share) =>
  runVerify(aws.connections, aws.taskArn, { mount, depth });

function found(report: VerifyReport): string[] {
  if (report.against !== 'source') throw new Error('The source was to be compared.');
  return report.findings.named.map(({ verdict, key, reason }) => `${verdict} ${key}: ${reason}`);
}

it.each<[string, Depth, number]>([
  ['by listings', { kind: 'listing' }, 0],
  ['with a sample', { kind: 'sample', size: 2, seed: 'x' }, 2],
  ['in full', { kind: 'full' }, 6],
])(
  'agrees on what was just archived, odd names, links and special files too: %s',
  async (_how, depth, content) => {
    const report = await verify(depth);
    expect(found(report)).toEqual([]);
    expect(report).toMatchObject({
      counts: { sourceFiles: 6, archivedFiles: 6, contentCompared: content, special: 1, kept: 0, outside: 0 },
    });
  },
);

it('names each difference by its kind, and leaves aside what is kept on purpose', async () => {
  const put = (key: string, Body: string, Metadata?: Record<string, string>) =>
    aws.connections.s3.send(
      new PutObjectCommand({
        Bucket: aws.bucket,
        Key: `efs/${key}`,
        Body,
        ...(Metadata ? { Metadata } : {}),
      }),
    );
  await aws.connections.s3.send(new DeleteObjectCommand({ Bucket: aws.bucket, Key: 'efs/a/link' }));
  await put('.strata/heartbeats/i-1', 'outside the filters');
  await put('deleted-in-the-source', 'kept');
  await put('a-b', 'BEFORE a/ IN THE ORDER OF KEYS');
  await writeFile(at('sub/new'), 'new');
  await writeFile(at('a/deep/file'), 'longer than it was');
  await chmod(at('a.txt'), 0o600);

  const full = await verify();
  expect(found(full)).toEqual([
    'different a-b: the object has none of the metadata that DataSync writes',
    'different a.txt: permissions 0600, archived 0644',
    expect.stringMatching(/^stale a\/deep\/file: changed .+, archived /),
    'missing a/link: not in the archive',
    'missing sub/new: not archived yet: it came after the newest backup began',
  ]);
  expect(full).toMatchObject({ counts: { kept: 1, outside: 1 }, findings: { sinceBackup: 2 } });
  expect(isClean(full)).toBe(false);
  // Sizes and times alone do not show the metadata of one, nor the same size of the other.
  expect(found(await verify({ kind: 'listing' })).map((line) => line.split(':')[0])).toEqual([
    'stale a/deep/file',
    'missing a/link',
    'missing sub/new',
  ]);

  const alone = await runVerify(aws.connections, aws.taskArn, { depth: { kind: 'full' } });
  expect(alone).toMatchObject({ against: 'last-run', passed: false });
  const failing = alone.against === 'last-run' ? alone.checks.filter(({ passed }) => !passed) : [];
  expect(failing.map(({ evidence }) => evidence)[0]).toContain(
    '.strata/heartbeats/i-1, a-b, deleted-in-the-source',
  );
});

it('finds other bytes under the same size and time, also in a sample', async () => {
  await rm(at('sub'), { recursive: true });
  await transfer();
  await writeFile(at('twin'), 'one');
  await utimes(at('twin'), OLD, OLD);
  await transfer();
  await writeFile(at('other'), 'two');
  await utimes(at('other'), OLD, OLD);
  await rename(at('other'), at('twin'));
  const sampled = found(await verify({ kind: 'sample', size: 100, seed: 'x' }));
  expect(sampled).toContain('different twin: same size and time, other content');
});

it.each([
  ['is not there', '/nowhere/at/all', /does not hold/],
  ['is no folder', __filename, /is no folder/],
])('refuses a mount that %s', async (_what, mount, message) => {
  await expect(verify({ kind: 'listing' }, mount)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(message),
  });
});

it('refuses an empty mount: every file would count as deleted', async () => {
  await mkdir(at('empty'));
  await expect(verify({ kind: 'listing' }, at('empty'))).rejects.toMatchObject({ exitCode: 2 });
});
