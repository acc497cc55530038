import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { listVersions } from '../gateway/list-versions';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { CHECKED } from '../testing/restore-scene';
import { runArchive } from '../testing/run-archive';
import { collected } from '../testing/versions';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

const run = (...args: string[]) => runArchive(args, aws.endpoint);

it('tells the story: a file is deleted, versions shows the marker, undelete brings it back', async () => {
  const bucket = await aws.bucket();
  for (const key of ['docs/file1.txt', 'docs/file2.txt', 'docs-old/file1.txt']) await bucket.put(key, key);
  const at = (await aws.secondIsOver()).toISOString();
  await bucket.delete('docs/file1.txt');
  await bucket.put('docs/file2.txt', 'later');
  const place = `s3://${bucket.name}/docs`;

  const versions = await run('versions', place);
  expect(versions.code).toBe(0);
  expect(versions.stdout).toMatch(
    /^docs\/file1\.txt\n {2}\S+Z {2}deleted .* latest\n {2}\S+Z +14 {2}STANDARD /,
  );
  expect(versions.stdout).not.toContain('docs-old');
  const tree = await run('versions', place, '--at', at, '--json');
  expect(
    tree.stdout
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { key: string }).key),
  ).toEqual(['docs/file1.txt', 'docs/file2.txt']);

  const diff = await run('diff', place, '--from', at);
  expect(diff.stdout).toBe('- docs/file1.txt  14 bytes\n~ docs/file2.txt  14 → 5 bytes\n');

  const dry = await run('undelete', place, '--since', at, '--dry-run');
  expect(dry.stdout).toMatch(/^\+ docs\/file1\.txt {2}it was deleted/);
  expect(Object.keys(await bucket.tree())).toHaveLength(2);
  const undeleted = await run('undelete', place, '--since', at);
  expect([undeleted.code, undeleted.stderr]).toEqual([0, '1 came back, 0 left, 0 failed\n']);
  expect(await bucket.tree()).toMatchObject({
    'docs/file1.txt': 'docs/file1.txt',
    'docs/file2.txt': 'later',
  });
});

it('undeletes odd keys, keys that were deleted twice, and pages that hold markers only', async () => {
  const bucket = await aws.bucket();
  const keys = ['a b+c', '100% sure', 'a%20b', 'ü/😀', 'x=1&y=?#', '<&>'];
  for (const key of keys) {
    await bucket.put(key, key);
    await bucket.delete(key);
    await bucket.delete(key);
  }
  await bucket.delete('only markers');
  const first = await collected(listVersions(aws.connections, { bucket: bucket.name, pageSize: 2 }));
  expect(first.slice(0, 3).map(({ isDeleteMarker }) => isDeleteMarker)).toEqual([true, true, false]);
  const { code, stdout, stderr } = await run('undelete', `s3://${bucket.name}`);
  expect([code, stderr]).toEqual([0, '6 came back, 1 left, 0 failed\n']);
  expect(stdout).toContain('only markers  only delete markers are left of it');
  expect(await bucket.tree()).toEqual(Object.fromEntries([...keys].sort().map((key) => [key, key])));
});

it('restores in place and undoes it, each by one command', async () => {
  const bucket = await aws.bucket();
  await bucket.put('p/a', 'old');
  const at = (await aws.secondIsOver()).toISOString();
  await bucket.put('p/a', 'new');
  const place = `s3://${bucket.name}/p`;
  const dry = await run('restore', place, '--at', at, '--in-place', '--dry-run');
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/copy +"p\/a".*overwritten/)]);
  expect(await bucket.tree()).toEqual({ 'p/a': 'new' });

  const unasked = await run('restore', place, '--at', at, '--in-place');
  expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringMatching(/Give --yes to go ahead/)]);
  const restored = await run('restore', place, '--at', at, '--in-place', '--yes');
  expect(restored.code).toBe(0);
  expect(await bucket.tree()).toEqual({ 'p/a': 'old' });
  const [, runId = ''] = /^Run (\S+): 1 done/.exec(restored.stdout) ?? [];
  const undone = await run('restore', `s3://${bucket.name}`, '--undo', runId, '--yes');
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Run undo-\S+: 1 done/)]);
  expect(await bucket.tree()).toEqual({ 'p/a': 'new' });
  const versions = await run('versions', `s3://${bucket.name}`);
  expect(versions.stdout).not.toContain('.strata');
});

it.each([
  [['--at', '2026-03-01T09:30:00'], 2, /no moment with its time zone/],
  [['--at', '2999-03-01T09:30:00Z', '--in-place'], 2, /in the future/],
  [['--at', '2026-03-01T09:30:00Z'], 2, /--in-place or --to/],
  [['--at', '2026-03-01T09:30:00Z', '--in-place', '--to', 'x'], 2, /--in-place or --to/],
  [['--at', '2026-03-01T09:30:00Z', '--to', 'x', '--mirror'], 2, /--mirror goes with --in-place/],
  [['--undo', 'restore-20260301T093000Z-1a2b3c'], 2, /no journal of such a run/],
])('refuses restore %p', async (args, code, message) => {
  const bucket = await aws.bucket();
  const ran = await run('restore', `s3://${bucket.name}`, ...args);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(message);
});

it('restores under SSE-KMS once: then nothing differs, and nothing is left to copy', async () => {
  const bucket = await aws.bucket({ encrypted: true });
  for (const key of ['a', 'b']) await bucket.put(key, `old ${key}`, CHECKED);
  await bucket.put('otherwise checked', 'old', { ChecksumAlgorithm: 'SHA256' });
  const at = (await aws.secondIsOver()).toISOString();
  for (const key of ['a', 'b']) await bucket.put(key, `new ${key}`, CHECKED);
  await bucket.put('otherwise checked', 'new', CHECKED);
  await bucket.put('new', 'made since 1', CHECKED);
  await aws.secondIsOver();
  const place = `s3://${bucket.name}`;
  const before = await run('diff', place, '--from', at);
  expect([before.stdout, before.stderr]).toEqual([
    '~ a  5 → 5 bytes\n~ b  5 → 5 bytes\n+ new  12 bytes\n? otherwise checked  3 → 3 bytes  (content not compared)\n',
    '4 differences: 1 added, 2 changed, 1 rewritten (content not compared), 0 deleted\n',
  ]);
  expect((await run('restore', place, '--at', at, '--in-place', '--yes')).stdout).toMatch(/: 3 done/);
  await aws.secondIsOver();
  expect((await run('diff', place, '--from', at)).stdout).toBe('+ new  12 bytes\n');
  const again = await run('restore', place, '--at', at, '--in-place', '--dry-run');
  expect(again.stdout).toMatch(/: 0 keys to copy; 3 unchanged, 1 left alone/);
});

it('is not certain of what was in the middle of its upload in parts, and is of what is there now', async () => {
  const bucket = await aws.bucket();
  const { s3 } = aws.connections;
  await bucket.put('a', 'before');
  await bucket.put('b', 'same');
  const place = { Bucket: bucket.name, Key: 'a' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const at = (await aws.secondIsOver()).toISOString();
  const { ETag } = await s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: 'parts' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
  const from = `s3://${bucket.name}`;
  const tree = await run('versions', from, '--at', at, '--json');
  const entries = tree.stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as object);
  expect(entries).toMatchObject([
    { key: 'a', size: 5, uncertain: true, doubt: 'uploading' },
    { key: 'b', uncertain: false },
  ]);
  const plan = await run('restore', from, '--at', at, '--in-place', '--dry-run');
  expect(plan.stdout).toMatch(/1 key may have been in the middle of an upload in parts then/);
  await aws.secondIsOver();
  await bucket.delete('b');
  const since = await run('diff', from, '--from', at);
  expect([since.code, since.stdout]).toEqual([0, '- b  4 bytes\n']);
});

it('asks for retrievals with their cost first, and resumes what was not ready', async () => {
  const bucket = await aws.bucket();
  await bucket.put('cold', 'cold', { StorageClass: 'DEEP_ARCHIVE' });
  await bucket.put('cool', 'cool', { StorageClass: 'GLACIER' });
  await bucket.put('warm', 'warm');
  const at = (await aws.secondIsOver()).toISOString();
  const place = `s3://${bucket.name}`;
  const to = join(aws.directory, 'thawed');
  await mkdir(to);
  const expedited = await run('restore', place, '--at', at, '--to', to, '--tier', 'expedited');
  expect([expedited.code, expedited.stderr]).toEqual([
    2,
    expect.stringMatching(/DEEP_ARCHIVE cannot be retrieved as expedited/),
  ]);
  // Half a second from object to retrieval, and another half until that is through.
  const retrievals = async (transition: object) => {
    const body = JSON.stringify({ model_name: 's3::keyrestore', transition });
    const { status } = await fetch(`${aws.endpoint}/moto-api/state-manager/set-transition`, {
      method: 'POST',
      body,
    });
    expect(status).toBe(201);
  };
  await retrievals({ progression: 'time', seconds: 0.5 });
  await aws.secondIsOver();
  const first = await run('restore', place, '--at', at, '--to', to, '--tier', 'bulk', '--yes');
  expect(first.stderr).toMatch(
    /1 object in GLACIER .* and 1 object in DEEP_ARCHIVE .*12 to 48 hours.*less than 0\.01 USD/,
  );
  expect([first.code, first.stdout]).toEqual([1, expect.stringMatching(/1 done, .*2 waiting, 0 failed/)]);
  expect(await readFile(join(to, 'warm'), 'utf8')).toBe('warm');
  const [, runId = ''] = /^Run (\S+):/.exec(first.stdout) ?? [];
  await delay(600);
  const resumed = await run('resume', runId, '--in', place);
  expect([resumed.code, resumed.stdout]).toEqual([
    0,
    expect.stringMatching(/2 done, 1 unchanged, .*0 waiting/),
  ]);
  expect(await readFile(join(to, 'cold'), 'utf8')).toBe('cold');
  expect(await readFile(join(to, 'cool'), 'utf8')).toBe('cool');
  await retrievals({ progression: 'immediate' });
});
