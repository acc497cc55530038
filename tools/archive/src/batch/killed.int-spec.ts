import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setUnkind } from '@strata/local-aws-tool';
import { linesOf, putText } from '../gateway/text-objects';
import { line } from '../restore/journal';
import { type ArchivedTree, makeArchivedTree } from '../testing/archived-tree';
import { deleteBatchRole, makeBatchRole } from '../testing/batch-role';
import { inPlace, type LiveBatch, runIdIn, startLiveBatch } from '../testing/live-batch';
import { killArchiveWhen } from '../testing/run-archive';
import { collected } from '../testing/versions';
import { jobsKey, type NotedJob } from './jobs';

let aws: LiveBatch;
beforeAll(async () => {
  aws = await startLiveBatch();
});
afterAll(() => aws?.stop());

const run = (...args: string[]) => aws.run(...args);

/** Starts a restore and kills it when a call was answered for the first time; calls take a moment. */
async function killedAfter(tree: ArchivedTree, call: RegExp): Promise<string> {
  const log = join(aws.directory, 'aws', 'requests.jsonl');
  const seen = (await readFile(log, 'utf8')).length;
  await setUnkind(aws.endpoint, { latencyMs: 500, services: ['s3'] });
  try {
    const isTime = async () => call.test((await readFile(log, 'utf8')).slice(seen));
    expect(await killArchiveWhen(inPlace(tree, '--batch-role', aws.role), aws.endpoint, isTime)).toBe(
      'SIGKILL',
    );
  } finally {
    await setUnkind(aws.endpoint, {});
  }
  return runIdIn((await aws.ownKeys(tree.bucket)).join('\n'));
}

const JOB_MADE = /"method":"POST","path":"\/v20180820\/jobs","status":200/;
const JOURNAL_WRITTEN = /"method":"PUT","path":"[^"]*\/journal\/restore-[^"/]*\.jsonl[^"]*","status":200/;

/** As if the run had been killed after AWS had made a job, and before that was noted. */
async function forgetJobs({ bucket }: ArchivedTree, runId: string): Promise<void> {
  const place = { bucket: bucket.name, key: jobsKey(runId) };
  const noted = (await collected(linesOf(aws.connections, place))).map(
    (text) => JSON.parse(text) as NotedJob,
  );
  await putText(aws.connections, place, noted.map((job) => line({ ...job, jobId: undefined })).join(''));
}

it('goes on with a run that was killed between its jobs, and makes none twice', async () => {
  const tree = await makeArchivedTree(aws, 90);
  const runId = await killedAfter(tree, JOB_MADE);
  const place = `s3://${tree.bucket.name}/`;
  await forgetJobs(tree, runId);
  const undo = await run('restore', place, '--undo', runId, '--yes');
  expect([undo.code, undo.stderr]).toEqual([3, expect.stringMatching(/stopped while its jobs .* were made/)]);
  const resumed = await run('resume', runId, '--in', place, '--wait', '--json');
  const { jobs, failed } = JSON.parse(resumed.stdout) as { jobs: { jobId: string }[]; failed: object[] };
  expect([resumed.code, jobs.length, failed]).toEqual([0, 3, []]);
  const reports = (await aws.ownKeys(tree.bucket)).filter((key) => key.endsWith('manifest.json'));
  // Each job that did something has written one: a second job of a manifest would show.
  expect(reports.map((key) => /job-([^/]+)/.exec(key)?.[1]).sort()).toEqual(
    jobs.map(({ jobId }) => jobId).sort(),
  );
  expect(await tree.bucket.tree()).toEqual(tree.then);
});

it('fails with the reason where a manifest was changed, and then does it from here', async () => {
  const tree = await makeArchivedTree(aws, 60);
  const { bucket } = tree;
  const runId = await killedAfter(tree, JOURNAL_WRITTEN);
  const key = `.strata/batch/${runId}/copy-STANDARD.csv`;
  await putText(aws.connections, { bucket: bucket.name, key }, `${bucket.name},d0,null\n`);
  const place = `s3://${bucket.name}/`;
  const failed = await run('resume', runId, '--in', place, '--wait');
  expect([failed.code, failed.stdout]).toEqual([
    1,
    expect.stringMatching(/Failed.*\n.*ETag .* it was changed/),
  ]);
  expect(await bucket.tree()).toEqual(tree.now);
  const resumed = await run('resume', runId, '--in', place);
  expect([resumed.code, resumed.stdout]).toEqual([0, expect.stringMatching(/61 done, 0 unchanged/)]);
  expect(await bucket.tree()).toEqual(tree.then);
});

it('fails with the reason where the role is gone, and then does it from here', async () => {
  const tree = await makeArchivedTree(aws, 60, { retrievalMs: 60_000 });
  const gone = await makeBatchRole(aws.endpoint, 'gone');
  await deleteBatchRole(aws.endpoint, 'gone');
  const ran = await run(...inPlace(tree, '--batch-role', gone, '--wait'));
  expect([ran.code, ran.stdout]).toEqual([1, expect.stringMatching(/Failed.*\n.*role\/gone is not there/)]);
  expect(await tree.bucket.tree()).toEqual(tree.now);
  const resumed = await run('resume', runIdIn(ran.stdout), '--in', `s3://${tree.bucket.name}`);
  // The retrievals are asked for from here now, and are there the next time.
  expect(resumed.stdout).toMatch(/55 done, .* 6 waiting, 0 failed/);
});

it('does from here what jobs failed at, and what AWS has forgotten its jobs of', async () => {
  const tree = await makeArchivedTree(aws, 60);
  // The folder d4 is not the role's; nothing in it is archived.
  const objects = ['0', '1', '2', '3', '5', '6'].map((folder) => `*/d${folder}/*`);
  const narrow = await makeBatchRole(aws.endpoint, 'narrow', [...objects, '*/null version']);
  const ran = await run(...inPlace(tree, '--batch-role', narrow, '--wait', '--json'));
  const report = JSON.parse(ran.stdout) as {
    run: { runId: string };
    jobs: { failed: number; report: string }[];
  };
  expect([ran.code, report]).toMatchObject([0, { done: 61, failed: [], jobs: [{ failed: 8 }, {}, {}] }]);
  expect(await tree.bucket.tree()).toEqual(tree.then);
  const [bucket = '', ...key] = (report.jobs[0]?.report ?? '').slice('s3://'.length).split('/');
  const [manifest = ''] = await collected(linesOf(aws.connections, { bucket, key: key.join('/') }));
  expect(JSON.parse(manifest)).toMatchObject({
    Results: [{ TaskExecutionStatus: 'failed', Bucket: bucket }],
  });

  const other = await makeArchivedTree(aws, 60, { retrievalMs: 60_000 });
  const runId = await killedAfter(other, JOURNAL_WRITTEN);
  const place = { bucket: other.bucket.name, key: jobsKey(runId) };
  const noted = (await collected(linesOf(aws.connections, place))).map(
    (text) => JSON.parse(text) as NotedJob,
  );
  await putText(
    aws.connections,
    place,
    noted.map((job) => line({ ...job, jobId: 'job-of-long-ago' })).join(''),
  );
  const resumed = await run('resume', runId, '--in', `s3://${place.bucket}`);
  expect(resumed.stdout).toMatch(/^Job job-of-long-ago \(copy-STANDARD\): Deleted/);
  expect(resumed.stdout).toMatch(/55 done, .* 6 waiting, 0 failed/);
});
