import { setUnkind, totals, unkindReport } from '@strata/local-aws-tool';
import { type LiveS3, startLiveS3 } from '../testing/live-bucket';
import { restoreScene, tornBy } from '../testing/restore-scene';
import { runArchive } from '../testing/run-archive';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterEach(() => setUnkind(aws.endpoint, {}));
afterAll(() => aws?.stop());

const expired = { faultRate: 1, faults: ['expired-credentials'], services: ['s3'] } as const;
const COPIES = 120;
const REMOVALS = 2;
/** Keys at a time; each can meet it twice, since a HEAD does not say why it was refused. Then the journal's two tries. */
const MOST_REFUSED = 2 * 32 + 2;

it('credentials that expire end a restore in place: what is not begun is counted, resume converges, undo goes back', async () => {
  const scene = await restoreScene(aws, COPIES);
  await setUnkind(aws.endpoint, { ...expired, after: 60 });
  const ended = await runArchive(scene.args, aws.endpoint);
  expect(ended.code).toBe(1);
  const counts = /: (\d+) done, 1 unchanged, .* (\d+) failed, (\d+) not begun/.exec(ended.stdout) ?? [];
  const [done = 0, failed = 0, notBegun = 0] = counts.slice(1).map(Number);
  expect(done).toBeGreaterThan(0);
  expect(notBegun).toBeGreaterThan(0);
  expect(done + failed + notBegun).toBe(COPIES + REMOVALS);
  const told = ended.stdout.match(/The AWS credentials have expired: .*/g) ?? [];
  expect(told).toEqual([expect.stringMatching(/ExpiredToken.*aws sso login.*AWS_SESSION_TOKEN/)]);
  expect(ended.stderr).not.toContain('expired');
  expect(totals((await unkindReport(aws.endpoint)).apis).faults).toBeLessThanOrEqual(MOST_REFUSED);

  await setUnkind(aws.endpoint, {});
  const left = await scene.bucket.tree();
  expect(tornBy(scene, left)).toEqual([]);
  expect(left).not.toEqual(scene.then);
  const [runId = ''] = await scene.runs();
  expect(ended.stdout).toContain(`Go on with: strata archive resume ${runId} `);
  expect(await scene.resume(runId)).toMatchObject({ code: 0, stderr: '' });
  expect(await scene.bucket.tree()).toEqual(scene.then);
  expect(await scene.resume(runId)).toMatchObject({ code: 0, stdout: expect.stringContaining(': 0 done') });
  expect(await scene.undo(runId)).toMatchObject({ code: 0, stderr: '' });
  expect(await scene.bucket.tree()).toEqual(scene.now);
});

it('credentials that have expired before its journal is written leave the bucket as it is', async () => {
  const scene = await restoreScene(aws, 3);
  await setUnkind(aws.endpoint, { ...expired, services: ['s3:PUT object'] });
  const ended = await runArchive(scene.args, aws.endpoint);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('credentials have expired') });
  await setUnkind(aws.endpoint, {});
  expect(await scene.bucket.tree()).toEqual(scene.now);
  expect(await scene.runs()).toEqual([]);
});

it('a journal that cannot be written on, when all is done, fails the run; resume finds nothing left to do', async () => {
  const scene = await restoreScene(aws, 3);
  // PutObject, and CopyObject by the same name: the journal, the copies, and then what became of them.
  await setUnkind(aws.endpoint, { ...expired, services: ['s3:PUT object'], after: 1 + 3 });
  const ended = await runArchive(scene.args, aws.endpoint);
  expect(ended).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/: 5 done, [^]*Stopped: The AWS cred/),
  });
  await setUnkind(aws.endpoint, {});
  expect(await scene.bucket.tree()).toEqual(scene.then);
  const [runId = ''] = await scene.runs();
  expect(await scene.resume(runId)).toMatchObject({ code: 0, stdout: expect.stringContaining(': 5 done') });
  expect(await scene.undo(runId)).toMatchObject({ code: 0 });
  expect(await scene.bucket.tree()).toEqual(scene.now);
});
