import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListMultipartUploadsCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { openBatchControl } from '../gateway/batch-jobs';
import { deleteObjects } from '../gateway/delete-objects';
import { linesOf } from '../gateway/text-objects';
import { type ArchivedTree, makeArchivedTree } from '../testing/archived-tree';
import type { LiveBucket } from '../testing/live-bucket';
import { inPlace, type LiveBatch, runIdIn, startLiveBatch } from '../testing/live-batch';
import { collected } from '../testing/versions';
import { type MadeJob, readJobs } from './jobs';
import { awaitJobs } from './watch';

let aws: LiveBatch;
beforeAll(async () => {
  aws = await startLiveBatch();
});
afterAll(() => aws?.stop());

const run = (...args: string[]) => aws.run(...args);
const withRole = (tree: ArchivedTree, ...more: string[]) => inPlace(tree, '--batch-role', aws.role, ...more);

it('restores hundreds of keys by jobs to the bytes of then, archived and null versions too, and undoes it', async () => {
  const tree = await makeArchivedTree(aws, 320);
  const { bucket } = tree;
  expect(await bucket.tree()).toEqual(tree.now);
  await bucket.put('made since', 'x');
  const ran = await run(
    ...withRole(tree, '--mirror', '--max-delete', '100%', '--wait', '--tier', 'bulk', '--json'),
  );
  const report = JSON.parse(ran.stdout) as {
    run: { runId: string };
    jobs: { group: string; status: string }[];
  };
  expect([ran.code, report]).toMatchObject([
    0,
    {
      failed: [],
      waiting: [],
      jobs: [
        { group: 'copy-STANDARD', status: 'Complete', objects: 289, succeeded: 289, failed: 0 },
        { group: 'retrieve-DEEP_ARCHIVE', status: 'Complete', objects: 16, succeeded: 16, failed: 0 },
        { group: 'retrieve-GLACIER', status: 'Complete', objects: 16, succeeded: 16, failed: 0 },
      ],
      done: 322,
      unchanged: 0,
    },
  ]);
  expect(ran.stderr).toMatch(/16 objects in GLACIER .* and 16 objects in DEEP_ARCHIVE .* as bulk/);
  expect(await bucket.tree()).toEqual(tree.then);
  const undone = await run('restore', `s3://${bucket.name}`, '--undo', report.run.runId, '--yes');
  expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/322 done, .* 0 failed/)]);
  expect(await bucket.tree()).toEqual({ ...tree.now, 'made since': 'x' });
});

it('says how far jobs are as long as they work, undoes nothing then, and finishes once they have ended', async () => {
  const tree = await makeArchivedTree(aws, 90, { taskMs: 1000 });
  const { bucket } = tree;
  const place = `s3://${bucket.name}/`;
  const begun = await run(...withRole(tree));
  const runId = runIdIn(begun.stdout);
  expect([begun.code, begun.stdout]).toEqual([
    1,
    expect.stringContaining(`strata archive resume ${runId} --in ${place}`),
  ]);
  const early = await run('resume', runId, '--in', place, '--json');
  const { jobs } = JSON.parse(early.stdout) as { jobs: object[] };
  const status = expect.stringMatching(/New|Preparing|Ready|Active/);
  expect([early.code, jobs[0]]).toMatchObject([
    1,
    { group: 'copy-STANDARD', objects: 82, failed: 0, status },
  ]);
  const undo = await run('restore', place, '--undo', runId, '--yes');
  expect([undo.code, undo.stderr]).toEqual([3, expect.stringMatching(/would do again what is undone/)]);
  const finished = await run('resume', runId, '--in', place, '--wait');
  expect(finished.code).toBe(0);
  expect(finished.stderr).toMatch(/copy-STANDARD\): Active, \d+ of 82 objects done, 0 failed/);
  expect(finished.stdout).toMatch(/9 done, 82 unchanged, .* 0 failed/);
  expect(await bucket.tree()).toEqual(tree.then);
});

it('looks after jobs only at what their reports name as failed', async () => {
  const tree = await makeArchivedTree(aws, 90, { taskMs: 500 });
  const { bucket } = tree;
  const place = `s3://${bucket.name}/`;
  const runId = runIdIn((await run(...withRole(tree))).stdout);
  // What is gone before a job gets to it fails there, and here again.
  const manifest = { bucket: bucket.name, key: `.strata/batch/${runId}/copy-STANDARD.csv` };
  const rows = await collected(linesOf(aws.connections, manifest));
  const [, encoded = '', versionId = ''] = rows.at(-1)?.split(',') ?? [];
  const key = decodeURIComponent(encoded);
  await deleteObjects(aws.connections, bucket.name, [{ key, versionId }]);
  expect(await endOfJobs(bucket, runId)).toEqual(['Complete', 'Complete', 'Complete']);
  const log = join(aws.directory, 'aws', 'requests.jsonl');
  const seen = (await readFile(log, 'utf8')).length;
  const finished = await run('resume', runId, '--in', place, '--json');
  const report = JSON.parse(finished.stdout) as { failed: { key: string }[]; done: number };
  expect([finished.code, report.failed, report.done]).toMatchObject([1, [{ key }], 9]);
  const looks = (await readFile(log, 'utf8'))
    .slice(seen)
    .split('\n')
    .filter((call) => call.includes('"method":"HEAD"'));
  const lookedAt = new Set(looks.map((call) => /"path":"\/[^/"]+\/([^?"]*)/.exec(call)?.[1]));
  // That one, and the nine that were archived.
  expect(lookedAt.size).toBe(10);
});

/** Waits until the jobs of a run have ended, and finishes nothing. */
async function endOfJobs({ name }: LiveBucket, runId: string): Promise<string[]> {
  const control = openBatchControl(aws.connections);
  try {
    const jobs = (await readJobs(aws.connections, name, runId)) as MadeJob[];
    return (await awaitJobs(control, jobs, () => undefined)).map(({ status }) => status);
  } finally {
    control.close();
  }
}

it('works in a bucket that encrypts with a key, whose manifests Batch Operations could not read', async () => {
  const tree = await makeArchivedTree(aws, 60);
  const Bucket = tree.bucket.name;
  const ApplyServerSideEncryptionByDefault = {
    SSEAlgorithm: 'aws:kms' as const,
    KMSMasterKeyID: 'alias/archive',
  };
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
  await aws.connections.s3.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }),
  );
  expect((await run(...withRole(tree, '--wait'))).code).toBe(0);
  expect(await tree.bucket.tree()).toEqual(tree.then);
});

it('undoes the copy of an object that was uploaded in parts, whose ETag differs from its own', async () => {
  const bucket = await aws.bucket();
  const Body = Buffer.alloc(6 * 1024 ** 2, 'large ');
  const params = { Bucket: bucket.name, Key: 'large', Body, ...FULL_CRC32 };
  await new Upload({ client: aws.connections.s3, params }).done();
  await bucket.put('small', 'old');
  const at = (await aws.secondIsOver()).toISOString();
  await bucket.put('large', 'torn');
  await bucket.put('small', 'new');
  const place = `s3://${bucket.name}/`;
  const args = ['restore', place, '--at', at, '--in-place', '--batch-over', '1', '--batch-role', aws.role];
  const ran = await run(...args, '--yes', '--wait');
  expect(ran.code).toBe(0);
  expect(await bucket.tree()).toEqual({ large: Body.toString(), small: 'old' });
  const undone = await run('restore', place, '--undo', runIdIn(ran.stdout), '--yes');
  expect([undone.code, undone.stdout]).toEqual([
    0,
    expect.stringMatching(/2 done, 0 unchanged, 0 left alone/),
  ]);
  expect(await bucket.tree()).toEqual({ large: 'torn', small: 'new' });
});

const FULL_CRC32 = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;

it('plans by counting, and refuses before it leaves anything behind', async () => {
  const tree = await makeArchivedTree(aws, 60);
  const { bucket } = tree;
  for (let at = 0; at < 5; at += 1) await bucket.put(`since ${at}`, 'x');
  const dry = await run(...inPlace(tree, '--mirror', '--max-delete', '5', '--dry-run'));
  expect([dry.code, dry.stdout]).toEqual([
    0,
    expect.stringMatching(
      /3 jobs of S3 Batch Operations; 5 keys from here; 0 unchanged, 0 left alone\.\n(.*\n)*. copy-STANDARD: 55 objects, \d+ bytes\n/,
    ),
  ]);
  expect(dry.stdout).toMatch(/3 objects in GLACIER .* must be retrieved first/);
  const json = await run(...inPlace(tree, '--mirror', '--max-delete', '4', '--dry-run', '--json'));
  expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
    3,
    { batch: true, fromHere: 5, refusal: expect.stringContaining('5 of') },
  ]);
  const refused = await run(...withRole(tree, '--mirror', '--max-delete', '4'));
  expect([refused.code, refused.stderr]).toEqual([
    3,
    expect.stringMatching(/5 of .* would get a delete marker/),
  ]);
  const unasked = await run(...withRole(tree).filter((arg) => arg !== '--yes'));
  expect([unasked.code, unasked.stderr]).toEqual([2, expect.stringMatching(/Give --yes/)]);
  const roleless = await run(...inPlace(tree));
  expect([roleless.code, roleless.stderr]).toEqual([2, expect.stringContaining('--batch-role')]);
  const noRole = await run(...inPlace(tree, '--batch-role', 'arn:aws:iam::123456789012:user/x'));
  expect([noRole.code, noRole.stderr]).toEqual([2, expect.stringMatching(/no ARN of a role/)]);
  expect(await aws.ownKeys(bucket)).toEqual([]);
  const uploads = new ListMultipartUploadsCommand({ Bucket: bucket.name });
  expect((await aws.connections.s3.send(uploads)).Uploads ?? []).toEqual([]);
});

it('restores to an empty prefix of another bucket, and over nothing that is there', async () => {
  const tree = await makeArchivedTree(aws, 60);
  const other = await aws.bucket();
  const args = [
    ...['restore', `s3://${tree.bucket.name}`, '--at', tree.at, '--to', `s3://${other.name}/march`],
    ...['--batch-over', '50', '--batch-role', aws.role, '--storage-class', 'STANDARD', '--yes', '--wait'],
  ];
  await other.put('march/theirs', 'theirs');
  const refused = await run(...args);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/"march\/theirs".*overwrites/)]);
  expect(await aws.ownKeys(tree.bucket)).toEqual([]);
  await other.delete('march/theirs');
  expect((await run(...args)).code).toBe(0);
  const expected = Object.entries(tree.then).map(([key, content]) => [`march/${key}`, content]);
  expect(await other.tree()).toEqual(Object.fromEntries(expected));
});

it('notes each key URL-encoded, with its version, in the manifest of its class', async () => {
  const tree = await makeArchivedTree(aws, 60);
  const ran = await run(...withRole(tree));
  const key = `.strata/batch/${runIdIn(ran.stdout)}/copy-STANDARD.csv`;
  const rows = await collected(linesOf(aws.connections, { bucket: tree.bucket.name, key }));
  expect(rows).toHaveLength(55);
  expect(rows).toContain(`${tree.bucket.name},null%20version,null`);
  expect(rows).toContainEqual(expect.stringMatching(/,d1\/x%2Cy%201,[0-9a-f-]{36}$/));
});
