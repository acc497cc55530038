import { join } from 'node:path';
import { CopyObjectCommand, RestoreObjectCommand } from '@aws-sdk/client-s3';
import { setTimeout as delay } from 'node:timers/promises';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { readTree } from '../testing/live-s3';
import { runArchive } from '../testing/run-archive';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterAll(() => aws?.stop());

const run = (...args: readonly string[]) => runArchive(args, aws.endpoint);
/** How long the local AWS takes for a retrieval: a third of a second. */
const RETRIEVED_MS = 400;

it.each(['a directory', 'a bucket'])(
  'is told by the plan of a sync to %s, until it was retrieved',
  async (kind) => {
    const bucket = await aws.bucket();
    for (const key of ['cold', 'cold too'])
      await bucket.put(key, 'content', { StorageClass: 'DEEP_ARCHIVE' });
    await bucket.put('warm', 'content');
    const to = kind === 'a bucket' ? `s3://${(await aws.bucket()).name}` : join(aws.directory, 'to');
    const args = ['sync', `s3://${bucket.name}`, to];
    const planned = await run(...args, '--dry-run');
    expect(planned.code).toBe(1);
    expect(planned.stdout).toMatch(
      /fault +cold {2}\(new, and archived \(DEEP_ARCHIVE\): .*strata archive restore/,
    );
    expect(planned.stdout).toContain('Plan: 1 new');
    expect((await run(...args)).code).toBe(1);
    for (const Key of ['cold', 'cold too'])
      await aws.connections.s3.send(
        new RestoreObjectCommand({ Bucket: bucket.name, Key, RestoreRequest: { Days: 1 } }),
      );
    expect((await run(...args)).code).toBe(1);
    await delay(RETRIEVED_MS);
    expect(await run(...args)).toMatchObject({ code: 0, stderr: '' });
    if (kind === 'a directory')
      expect(await readTree(to)).toEqual({ cold: 'content', 'cold too': 'content', warm: 'content' });
  },
);

it('is what became of a journal: undoing asks for its retrieval, and goes on once that is there', async () => {
  const bucket = await aws.bucket();
  await bucket.put('a', 'old');
  const at = (await aws.secondIsOver()).toISOString();
  await bucket.put('a', 'new');
  const place = `s3://${bucket.name}`;
  expect((await run('restore', place, '--at', at, '--in-place', '--yes')).code).toBe(0);
  const [id = ''] = await bucket.runs();
  const Key = `.strata/journal/${id}.jsonl`;
  await aws.connections.s3.send(
    new CopyObjectCommand({
      Bucket: bucket.name,
      Key,
      CopySource: `${bucket.name}/${Key}`,
      StorageClass: 'DEEP_ARCHIVE',
    }),
  );
  const undo = ['restore', place, '--undo', id, '--yes'];
  const asked = {
    code: 1,
    stderr: expect.stringMatching(/The journal of run .* is archived.*retrieval was asked for/s),
  };
  expect(await run(...undo)).toMatchObject(asked);
  expect(await run(...undo)).toMatchObject(asked);
  expect(await bucket.tree()).toEqual({ a: 'old' });
  await delay(RETRIEVED_MS);
  expect(await run(...undo)).toMatchObject({ code: 0 });
  expect(await bucket.tree()).toEqual({ a: 'new' });
});
