import { setUnkind, totals, unkindReport } from '@strata/local-aws-tool';
import { type LiveS3, startLiveS3 } from '../testing/live-s3';
import type { Ran } from '@strata/testing/programs';
import { runArchive } from '../testing/run-archive';
import { damageOf, type Direction, type SyncScene, syncScene } from '../testing/sync-scene';

let aws: LiveS3;
beforeAll(async () => {
  aws = await startLiveS3();
});
afterEach(() => setUnkind(aws.endpoint, {}));
afterAll(() => aws?.stop());

const CONCURRENCY = 4;
const UPDATES = 60;
/** Updates, a large one, and a new one. */
const FILES = UPDATES + 2;
const DELETIONS = 3;
const DELETIONS_STOPPED = new RegExp(
  `Done: ${FILES} transferred .*, ${DELETIONS} not begun\\.\nStopped: nothing more was deleted`,
);
/** Files that a plan asks S3 about at a time, each by a HEAD, and a GET that says why it was refused. */
const DOUBTS_AT_ONCE = 64;
const run = (args: readonly string[]) => runArchive(args, aws.endpoint);

/** Has the credentials expire once so many calls of these services or APIs were served. */
async function expire(after: number, services: readonly string[] = ['s3']): Promise<void> {
  await setUnkind(aws.endpoint, { faultRate: 1, faults: ['expired-credentials'], after, services });
}

/** Calls that were made with expired credentials. */
async function refusedCalls(): Promise<number> {
  return totals((await unkindReport(aws.endpoint)).apis).faults;
}

/** One message that names the cause and what renews it, however many items met it. */
function expectOneClearMessage({ stdout, stderr }: Ran): void {
  const told = (stdout + stderr).match(/The AWS credentials have expired: .*/g) ?? [];
  expect(told).toEqual([expect.stringMatching(/ExpiredToken.*aws sso login.*AWS_SESSION_TOKEN/)]);
}

/** The next run, with new credentials, brings all over, and one more has nothing to do. */
async function expectConvergence({ args, after, destination }: SyncScene): Promise<void> {
  await setUnkind(aws.endpoint, {});
  expect(await run(args)).toMatchObject({ code: 0, stderr: '' });
  expect(await destination()).toEqual(after);
  const count = Object.keys(after).length;
  expect((await run([...args, '--dry-run'])).stdout).toMatch(
    new RegExp(`^Plan: ${count} unchanged\\.$`, 'm'),
  );
}

describe.each<Direction>(['up', 'down', 'across'])(
  'credentials that expire during a sync %s',
  (direction) => {
    let scene: SyncScene;
    beforeEach(async () => {
      scene = await syncScene(aws, direction, { updates: UPDATES, concurrency: CONCURRENCY });
    });

    it('end it soon after, with one clear message and a count of what was not begun; nothing is deleted', async () => {
      await expire(20);
      const ended = await run(scene.args);
      expect(ended.code).toBe(1);
      expectOneClearMessage(ended);
      // Those under way, each with one call of its own and, of a file in parts, up to four.
      expect(await refusedCalls()).toBeLessThanOrEqual(CONCURRENCY + 4);
      const [, done, failed, notBegun] = (
        /Done: (\d+) transferred .*, (\d+) FAILED, (\d+) not begun\./.exec(ended.stdout) ?? []
      ).map(Number);
      expect([done, failed, notBegun]).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
      expect(done).toBeGreaterThan(0);
      expect((done ?? 0) + (failed ?? 0) + (notBegun ?? 0)).toBe(FILES + DELETIONS);
      await setUnkind(aws.endpoint, {});
      const left = await scene.destination();
      expect(damageOf(scene, left)).toEqual([]);
      expect(Object.keys(left)).toEqual(expect.arrayContaining(Object.keys(scene.before)));
      await expectConvergence(scene);
    });

    it('end it before its deletions with the same message, and all that was there stays', async () => {
      // What comes first then: up the deletion itself; from a bucket a look at the source for each, after all transfers.
      const looks = ['s3:HEAD object', 's3:GET object'];
      await (direction === 'up'
        ? expire(0, ['s3:POST bucket ?delete'])
        : expire(direction === 'down' ? FILES + 1 : 1, looks));
      const ended = await run(scene.args);
      expect(ended).toMatchObject({ code: 1, stdout: expect.stringMatching(DELETIONS_STOPPED) });
      expectOneClearMessage(ended);
      await setUnkind(aws.endpoint, {});
      expect(await scene.destination()).toEqual({ ...scene.before, ...scene.after });
      await expectConvergence(scene);
    });
  },
);

it('are met while a sync is planned: it asks no more about the other files, and does nothing', async () => {
  const scene = await syncScene(aws, 'down', { updates: 300, concurrency: 32 });
  expect((await run(scene.args)).code).toBe(0);
  // By checksum, everything is in doubt.
  await expire(100);
  const ended = await run([...scene.args, '--checksum']);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expectOneClearMessage(ended);
  expect(await refusedCalls()).toBeLessThanOrEqual(2 * DOUBTS_AT_ONCE);
  expect(await scene.destination()).toEqual(scene.after);
});
