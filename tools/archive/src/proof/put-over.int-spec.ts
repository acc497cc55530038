import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { writeTree } from '../testing/live-s3';
import { runArchive } from '../testing/run-archive';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

const run = (...args: readonly string[]) => runArchive(args, aws.endpoint);
/** Longer than a file is in doubt after its last change. */
const AFTERWARDS_MS = 3500;

it('sees by time what a restore in place has written, however long after the last change of the file', async () => {
  const [bucket, from] = [await aws.bucket(), join(aws.directory, 'source')];
  await writeTree(from, { disk: 'OLD!', same: 'same' });
  const [place, sync] = [`s3://${bucket.name}`, ['sync', from, `s3://${bucket.name}`]];
  expect((await run(...sync)).code).toBe(0);
  const at = (await aws.secondIsOver()).toISOString();
  await writeFile(join(from, 'disk'), 'NEW!');
  expect((await run(...sync)).code).toBe(0);
  await delay(AFTERWARDS_MS);
  expect((await run('restore', place, '--at', at, '--in-place', '--yes')).code).toBe(0);
  expect(await bucket.tree()).toMatchObject({ disk: 'OLD!' });

  expect((await run(...sync, '--dry-run')).stdout).toMatch(/update +disk {2}\(newer/);
  expect((await run(...sync)).stdout).toMatch(/Plan: 1 to update .*1 unchanged/);
  expect(await bucket.tree()).toEqual({ disk: 'NEW!', same: 'same' });
});

it('sees only by checksum what anybody else has put over an upload, of the same size', async () => {
  const [bucket, from] = [await aws.bucket(), join(aws.directory, 'other')];
  await writeTree(from, { disk: 'MINE' });
  await delay(AFTERWARDS_MS);
  const sync = ['sync', from, `s3://${bucket.name}`];
  expect((await run(...sync)).code).toBe(0);
  await bucket.put('disk', 'ELSE');
  expect((await run(...sync)).stdout).toContain('1 unchanged');
  expect((await run(...sync, '--checksum')).code).toBe(0);
  expect(await bucket.tree()).toEqual({ disk: 'MINE' });
});
